package dev.nagare.verification;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Conditions that ArchUnit has no words for. */
final class Rules {
    private Rules() {}

    static ArchCondition<JavaClass> beFinalAbstractOrSealed() {
        return new ArchCondition<>("be final, abstract or sealed") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean fine = item.getModifiers().contains(JavaModifier.FINAL)
                        || item.getModifiers().contains(JavaModifier.ABSTRACT)
                        || item.reflect().isSealed();
                events.add(new SimpleConditionEvent(item, fine, item.getName() + " is open to extension"));
            }
        };
    }
}
