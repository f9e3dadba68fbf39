package dev.nagare.cli;

import dev.nagare.guard.Policy;
import java.util.List;

/**
 * A policy that was read.
 *
 * @param policy the compiled rules
 * @param rules the same rules as they are written, in order
 */
record WrittenPolicy(Policy policy, List<WrittenRule> rules) {}
