package steelyard.cli;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import steelyard.usage.UsageReader;

/// A line on a terminal that says how far long reading has come; nothing in a pipe, and nothing
/// before a second is over.
final class Progress implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;

    Progress(int files) {
        thread =
                Thread.ofVirtual()
                        .start(() -> {
                            if (Terminal.watched()) {
                                show(files);
                            }
                        });
    }

    private void show(int files) {
        boolean shown = false;
        try {
            while (!done.await(1, TimeUnit.SECONDS)) {
                System.err.print(
                        String.format(
                                Locale.ROOT,
                                "\rreading %,d file%s: %,d MB of lines ...",
                                files,
                                files == 1 ? "" : "s",
                                UsageReader.bytesRead() >> 20));
                shown = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (shown) {
            System.err.print("\r\u001b[K");
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
