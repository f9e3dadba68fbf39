package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrictPolicyTest {
    private final List<Runnable> compiling = new ArrayList<>();

    @Test
    void isCompiledOnceAndOnlyWhenItIsWanted() {
        Policy policy = Policy.builder("house")
                .unknownFields(UnknownFields.PASS)
                .invisibleRun(7)
                .rule(Rule.phrases("seen", "harbour").annotate())
                .rule(Rule.phrases("hidden", "password").redact("*"))
                .build();
        StrictPolicy strict = new StrictPolicy(policy);
        assertThat(compiling).isEmpty();
        var first = strict.compiled(compiling::add);
        assertThat(strict.compiled(compiling::add)).isSameAs(first);
        assertThat(first).isNotDone();
        assertThat(compiling).hasSize(1);
        compiling.get(0).run();
        Policy compiled = first.join();
        assertThat(compiled.rules()).extracting(Rule::action).containsExactly(Action.BLOCK, Action.REDACT);
        assertThat(compiled.unknownFields()).isEqualTo(UnknownFields.PASS);
        assertThat(compiled.certificate().maxInvisibleRun()).isEqualTo(7);
        assertThat(compiled.id()).startsWith("house@").isNotEqualTo(policy.id());
    }

    @Test
    void isThePolicyItselfWhereEveryRuleActs() {
        Policy policy =
                Policy.builder("house").rule(Rule.phrases("a", "harbour")).build();
        assertThat(new StrictPolicy(policy).compiled(compiling::add).join()).isSameAs(policy);
        assertThat(compiling).isEmpty();
    }
}
