package dev.nagare.local.chat;

/**
 * One message of a conversation.
 *
 * @param role who speaks: {@code system}, {@code developer}, {@code user} or {@code assistant}
 * @param content what is said
 */
public record Turn(String role, String content) {
    /** Instructions from a developer are those of a system to models that know only these. */
    String plainRole() {
        return isSystem() ? "system" : role;
    }

    boolean isSystem() {
        return role.equals("system") || role.equals("developer");
    }

    boolean isUser() {
        return role.equals("user");
    }

    boolean isAssistant() {
        return role.equals("assistant");
    }
}
