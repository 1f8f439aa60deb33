package steelyard.serving;

import java.util.stream.IntStream;

/// Why a deployment has no room for a request, and what would have.
final class Misfit {
    private Misfit() {}

    static String of(Deployment d, Load load, Constants constants, Memory memory) {
        double missing = memory.perSequence() - memory.cache();
        return "%s in %s does not fit %d %s (%s): weights %.1f GB and engine %.1f GB of %.0f GB leave %.1f GB for a cache of %.2f GB a request, %.1f GB too little on each; %s"
                .formatted(
                        d.model().id(),
                        d.weights().id(),
                        d.layout().gpus(),
                        d.accelerator().id(),
                        d.layout(),
                        memory.weights() / 1e9,
                        memory.engine() / 1e9,
                        memory.total() / 1e9,
                        memory.cache() / 1e9,
                        memory.perSequence() / 1e9,
                        missing / 1e9,
                        remedy(d, load, constants));
    }

    private static String remedy(Deployment d, Load load, Constants constants) {
        return IntStream.iterate(d.layout().tensor() * 2, t -> t <= 64, t -> t * 2)
                .filter(t -> d.model().heads() % t == 0)
                .filter(t ->
                        Memory.of(
                                        d.with(
                                                new Layout(
                                                        t,
                                                        d.layout().pipeline(),
                                                        d.layout().data())),
                                        load,
                                        constants)
                                .fits())
                .mapToObj(t -> "--tp %d would do".formatted(t))
                .findFirst()
                .orElse("use fewer bytes per weight, or larger chips");
    }
}
