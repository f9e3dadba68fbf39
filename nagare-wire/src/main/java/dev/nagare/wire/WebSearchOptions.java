package dev.nagare.wire;

import org.jspecify.annotations.Nullable;

/**
 * How the web is searched for an answer.
 *
 * @param searchContextSize how much of what is found goes into the prompt
 * @param userLocation where the person who asks is
 * @param additional the members that no other component holds
 */
public record WebSearchOptions(
        @Nullable SearchContextSize searchContextSize,
        @Nullable UserLocation userLocation,
        JsonObject additional) {
    /**
     * Where the person who asks is.
     *
     * @param type the kind; {@code approximate} is the only known one
     * @param approximate roughly where
     * @param additional the members that no other component holds
     */
    public record UserLocation(String type, @Nullable ApproximateLocation approximate, JsonObject additional) {}

    /**
     * Roughly where someone is.
     *
     * @param country two letters of ISO 3166-1
     * @param region a part of the country
     * @param city the city
     * @param timezone a name of the IANA time zone database
     * @param additional the members that no other component holds
     */
    public record ApproximateLocation(
            @Nullable String country,
            @Nullable String region,
            @Nullable String city,
            @Nullable String timezone,
            JsonObject additional) {}
}
