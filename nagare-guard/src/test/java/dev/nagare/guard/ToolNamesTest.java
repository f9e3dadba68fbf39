package dev.nagare.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of calls: what a rule has cut is no name, so nothing is called by it. */
class ToolNamesTest {
    private static final Policy POLICY = Policy.builder("p")
            .rule(Rule.phrases("bombs", "kaboom"))
            .rule(Rule.phrases("birds", "bluebird").redact("bird"))
            .build();
    private static final String FINISH = "\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"";
    private static final String END = "\"delta\":{},\"logprobs\":null,\"finish_reason\":\"content_filter\"";

    private static final String TOOL = "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
            + "\"function\":{\"name\":\"%s\"%s}}]}";
    private static final String CUSTOM =
            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"custom\",\"custom\":{\"name\":\"%s\"%s}}]}";
    private static final String OLDER = "{\"function_call\":{\"name\":\"%s\"%s}}";

    private static String delta(String delta) {
        return "\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":null";
    }

    /** The first fragment of a call, and the rest of it. */
    private static String call(String form, String name, String rest) {
        return delta(form.formatted(name, rest));
    }

    @ParameterizedTest
    @ValueSource(strings = {TOOL, OLDER})
    void aNameThatARuleCutsIsNotShownAndNeitherAreItsArguments(String form) {
        String arguments = ",\"arguments\":\"{}\"";
        String later = call(form, "", arguments);
        for (String name : List.of("run kaboom", "kaboom", "a bluebird kaboom", "run kaboom now")) {
            assertThat(GuardedJson.chat(POLICY, call(form, name, ""), later, FINISH))
                    .as(name)
                    .containsExactly(END);
            assertThat(GuardedJson.chat(POLICY, call(form, name, arguments), FINISH))
                    .as(name)
                    .containsExactly(END);
            assertThat(GuardedJson.chat(POLICY, call(form, name, ""), FINISH))
                    .as(name)
                    .containsExactly(END);
        }
    }

    @Test
    void theSameOfAToolOfOnesOwn() {
        for (String rest : List.of("", ",\"input\":\"x.\"")) {
            assertThat(GuardedJson.chat(POLICY, call(CUSTOM, "run kaboom", rest), FINISH))
                    .containsExactly(END);
        }
        String other = call(CUSTOM, "run boom", ",\"input\":\"x.\"");
        assertThat(GuardedJson.chat(POLICY, other, FINISH)).containsExactly(other, FINISH);
    }

    @Test
    void aPlaceIsNeverBeyondTheNameThatIsShown() {
        assertThat(places("a bluebird kaboom")).containsExactly(new Findings.Place("tool_calls.0.name", 0, 0, "bombs"));
        assertThat(places("run ", "kaboom")).containsExactly(new Findings.Place("tool_calls.0.name", 4, 4, "bombs"));
        assertThat(places("a bluebird ", "kaboom"))
                .containsExactly(
                        new Findings.Place("tool_calls.0.name", 2, 6, "birds"),
                        new Findings.Place("tool_calls.0.name", 7, 7, "bombs"));
    }

    private static List<Findings.Place> places(String... names) {
        Findings findings = new Findings(POLICY);
        FunctionGuard function = FunctionGuard.function(findings, "tool_calls.0");
        List<FunctionGuard.Shown> shown = new ArrayList<>();
        for (String name : names) {
            shown.add(function.accept(name, null));
        }
        shown.add(function.accept(null, "{}"));
        assertThat(shown).last().isNull();
        assertThat(function.finish()).isNull();
        return findings.places();
    }

    @Test
    void theTypeWaitsForTheNameAlsoWithoutAnId() {
        String held = delta("{\"tool_calls\":[{\"index\":0,\"type\":\"function\",\"function\":{\"name\":\"blue\"}}]}");
        String rest = delta("{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"berry\"}}]}");
        String arguments = delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}");
        assertThat(GuardedJson.chat(POLICY, held, rest, arguments, FINISH))
                .containsExactly(
                        delta("{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                                + "\"function\":{\"name\":\"blueberry\"}}]}"),
                        arguments,
                        FINISH);
    }

    private static String fragment(String members) {
        return delta("{\"tool_calls\":[{\"index\":0," + members + "}]}");
    }

    /** Whoever sees the id or type of a call takes it for one, so they wait until some of the call may be shown. */
    @Test
    void nothingIsShownOfACallWhoseNameIsCutHoweverItIsTaken() {
        Policy policy = Policy.builder("p")
                .rule(Rule.phrases("b", "bomb").anywhere())
                .unknownFields(UnknownFields.PASS)
                .build();
        for (String kind : List.of("function", "custom")) {
            String first = "\"id\":\"c1\"";
            String type = "\"type\":\"" + kind + "\"";
            String name = "\"" + kind + "\":{\"name\":\"%s\"}";
            String arguments = kind.equals("function") ? "arguments" : "input";
            String empty = "\"" + kind + "\":{\"name\":\"\",\"" + arguments + "\":\"\"}";
            for (List<String> fragments : List.of(
                    List.of(first + "," + name.formatted("bo"), type, name.formatted("mb")),
                    List.of(first + "," + type + "," + empty, name.formatted("b"), name.formatted("omb")),
                    List.of(first + "," + type, "\"note\":1", name.formatted("bomb")))) {
                List<String> given = new ArrayList<>();
                fragments.forEach(each -> given.add(fragment(each)));
                given.add(FINISH);
                assertThat(GuardedJson.chat(policy, given.toArray(String[]::new)))
                        .as("%s", given)
                        .containsExactly(END);
            }
        }
    }

    @Test
    void whatWaitsForANameIsShownWithIt() {
        Policy policy = Policy.builder("p")
                .rule(Rule.phrases("b", "bomb").anywhere())
                .unknownFields(UnknownFields.PASS)
                .build();
        assertThat(GuardedJson.chat(
                        policy,
                        fragment("\"id\":\"c1\",\"function\":{\"name\":\"bo\",\"x\":1},\"y\":1"),
                        fragment("\"type\":\"function\",\"z\":2"),
                        fragment("\"function\":{\"name\":\"at\",\"w\":3},\"y\":4"),
                        FINISH))
                .containsExactly(
                        fragment("\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"boat\",\"x\":1,\"w\":3},"
                                + "\"y\":4,\"z\":2"),
                        FINISH);
        // A call that never has a name or arguments is shown when the choice is over.
        String bare = fragment("\"id\":\"c1\",\"type\":\"function\"");
        assertThat(GuardedJson.chat(policy, bare, FINISH)).containsExactly(bare, FINISH);
    }
}
