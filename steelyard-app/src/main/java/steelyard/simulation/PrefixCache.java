package steelyard.simulation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Blocks of prompts that are kept after their request, the longest unused going first.
final class PrefixCache {
    /// A block in the cache; `users` requests hold on to it.
    static final class Block {
        private final long id;
        private int users;
        private @Nullable Block older;
        private @Nullable Block newer;

        private Block(long id) {
            this.id = id;
        }
    }

    private final Map<Long, Block> blocks = new HashMap<>();
    private @Nullable Block oldest;
    private @Nullable Block newest;
    private int unused;

    /// How many of these, from the first on, are here.
    int match(long[] ids) {
        int matched = 0;
        while (matched < ids.length && blocks.containsKey(ids[matched])) {
            matched++;
        }
        return matched;
    }

    /// How many of the first `matched` blocks nobody uses.
    int idle(long[] ids, int matched) {
        int idle = 0;
        for (int i = 0; i < matched; i++) {
            Block block = blocks.get(ids[i]);
            if (block != null && block.users == 0) {
                idle++;
            }
        }
        return idle;
    }

    int size() {
        return blocks.size();
    }

    /// Blocks that nobody uses.
    int unused() {
        return unused;
    }

    /// Holds on to all blocks of a prompt; those that are not here come in.
    Block[] take(long[] ids) {
        Block[] taken = new Block[ids.length];
        for (int i = 0; i < ids.length; i++) {
            Block block = blocks.get(ids[i]);
            if (block == null) {
                block = new Block(ids[i]);
                blocks.put(ids[i], block);
            } else if (block.users == 0) {
                unlink(block);
            }
            block.users++;
            taken[i] = block;
        }
        return taken;
    }

    /// Lets go of them: the ends of prompts are the first to be thrown out.
    ///
    /// @param filled how many hold anything; the others go at once
    void release(Block[] taken, int filled) {
        for (int i = taken.length - 1; i >= 0; i--) {
            Block block = taken[i];
            if (--block.users == 0) {
                if (i < filled) {
                    append(block);
                } else {
                    blocks.remove(block.id);
                }
            }
        }
    }

    /// Throws out the block that was unused for longest.
    ///
    /// @throws IllegalStateException if all are in use
    void evict() {
        Block block = oldest;
        if (block == null) {
            throw new IllegalStateException("no unused block");
        }
        unlink(block);
        blocks.remove(block.id);
    }

    private void append(Block block) {
        block.older = newest;
        block.newer = null;
        if (newest == null) {
            oldest = block;
        } else {
            newest.newer = block;
        }
        newest = block;
        unused++;
    }

    private void unlink(Block block) {
        if (block.older == null) {
            oldest = block.newer;
        } else {
            block.older.newer = block.newer;
        }
        if (block.newer == null) {
            newest = block.older;
        } else {
            block.newer.older = block.older;
        }
        block.older = null;
        block.newer = null;
        unused--;
    }
}
