package dev.nagare.bench.load;

import dev.nagare.bench.guard.Texts;
import dev.nagare.guard.Detector;
import dev.nagare.guard.Policy;
import dev.nagare.guard.Rule;
import java.util.Random;

/** The policies under which a server is measured. */
final class LoadPolicies {
    /** A thousand phrases. */
    static final String PHRASES = "phrases";

    /** All detectors. */
    static final String DETECTORS = "detectors";

    private static final int COUNT = 1_000;

    private LoadPolicies() {}

    /** The policy of this name. */
    static Policy of(String name) {
        Policy.Builder policy = Policy.builder(name);
        switch (name) {
            case PHRASES -> policy.rule(Rule.phrases("p", Texts.phrases(new Random(1), COUNT)));
            case DETECTORS -> {
                for (Detector detector : Detector.values()) {
                    policy.rule(Rule.detector(detector.name(), detector).redact("#"));
                }
            }
            default -> throw new IllegalArgumentException("no policy " + name);
        }
        return policy.build();
    }
}
