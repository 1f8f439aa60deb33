package steelyard.usage.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;
import tools.jackson.databind.JsonNode;

/// Every format by the sample in its own file: made-up records, and the events that must come out.
class MappingTest {
    static List<Mapping> formats() {
        return Formats.all();
    }

    private static List<Event> events(Mapping mapping, JsonNode sample) {
        Extraction extraction =
                new Extraction(
                        mapping,
                        ZoneOffset.UTC,
                        sample.path("file").asString("/log"),
                        Instant.EPOCH);
        List<Event> events = new ArrayList<>();
        sample.get("records")
                .forEach(record ->
                        extraction.read(
                                record.toString().getBytes(StandardCharsets.UTF_8), events::add));
        return events;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void theSampleHasTheEventsThatItSays(Mapping mapping) {
        assertThat(mapping.samples().size()).as("samples of " + mapping.id()).isPositive();
        assertThat(mapping.about()).isNotBlank();
        assertThat(mapping.source()).startsWith("https://");
        for (JsonNode sample : mapping.samples()) {
            List<Event> events = events(mapping, sample);
            assertThat(events).allSatisfy(e -> assertThat(e.problem()).isNull());
            JsonNode wanted = sample.get("events");
            assertThat(events).hasSize(wanted.size());
            for (int i = 0; i < wanted.size(); i++) {
                Event event = events.get(i);
                JsonNode want = wanted.get(i);
                for (Meter meter : Meter.all()) {
                    assertThat(event.count(meter))
                            .as("%s of event %d", meter.column(), i)
                            .isEqualTo(want.path(meter.column()).asLong(0));
                }
                want.properties()
                        .forEach(e ->
                                said(event, e.getKey())
                                        .ifPresent(said ->
                                                assertThat(said)
                                                        .as(e.getKey())
                                                        .isEqualTo(e.getValue().asString())));
            }
        }
    }

    private static Optional<String> said(Event event, String field) {
        return switch (field) {
            case "model" -> Optional.of(event.model());
            case "provider" -> Optional.of(event.provider());
            case "region" -> Optional.of(event.region());
            case "service" -> Optional.of(event.service());
            case "user" -> Optional.of(event.user());
            case "team" -> Optional.of(event.team());
            case "task" -> Optional.of(event.task());
            case "session" -> Optional.of(event.session());
            case "parent" -> Optional.of(event.parent());
            case "id" -> Optional.of(String.valueOf(event.id()));
            case "request" -> Optional.of(String.valueOf(event.request()));
            case "calls" -> Optional.of(String.valueOf(event.calls()));
            case "fallback" -> Optional.of(String.valueOf(event.fallback()));
            default -> Optional.empty();
        };
    }

    /// What a file of each format begins with tells it from all others, but for rows of databases.
    @ParameterizedTest
    @MethodSource("formats")
    void aFormatIsToldFromAllOthers(Mapping mapping) {
        for (JsonNode sample : mapping.samples()) {
            StringBuilder head = new StringBuilder();
            boolean rows = false;
            for (JsonNode record : sample.get("records")) {
                head.append(record).append('\n');
                rows |= record.has("table");
            }
            if (!rows) {
                assertThat(
                                Formats.fitting(
                                        head.toString(), sample.path("file").asString("/x.json")))
                        .map(Mapping::id)
                        .contains(mapping.id());
            }
        }
    }

    /// Truncated, of wrong types, absurd or mixed up: an event, a problem or nothing, never a
    /// crash, and the record that follows is read as before.
    @ParameterizedTest
    @MethodSource("formats")
    void brokenRecordsHarmNoOthers(Mapping mapping) {
        Random random = new Random(7);
        for (JsonNode sample : mapping.samples()) {
            byte[] whole = sample.get("records").get(0).toString().getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 400; i++) {
                byte[] broken = whole.clone();
                int at = random.nextInt(broken.length);
                switch (random.nextInt(4)) {
                    case 0 -> broken = java.util.Arrays.copyOf(broken, at);
                    case 1 -> broken[at] = (byte) random.nextInt(256);
                    case 2 ->
                            broken =
                                    new String(broken, StandardCharsets.UTF_8)
                                            .replaceFirst(
                                                    ":\\d+",
                                                    List.of(
                                                                    ":-5", ":1e300", ":\"x\"",
                                                                    ":null", ":[]")
                                                            .get(random.nextInt(5)))
                                            .getBytes(StandardCharsets.UTF_8);
                    default ->
                            broken =
                                    "["
                                            .repeat(1 + random.nextInt(2000))
                                            .getBytes(StandardCharsets.UTF_8);
                }
                Extraction extraction =
                        new Extraction(
                                mapping,
                                ZoneOffset.UTC,
                                sample.path("file").asString("/log"),
                                Instant.EPOCH);
                extraction.read(broken, e -> assertThat(e.counts()).hasSize(Meter.COUNT));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{id: 'x'}|no events: which records are calls, and how each is read",
                "{id: 'X Y', events: [{}]}|id \"X Y\": small letters, digits and dashes",
                "{id: 'x', evnts: []}|\"evnts\" is no part of a mapping",
                "{id: 'x', events: [{modle: 'm'}]}|\"modle\" is no field of an event",
                "{id: 'x', events: [{counts: {tokens: 't'}}]}|\"tokens\" is no meter",
                "{id: 'x', events: [{model: 'a b'}]}|\"a b\" is no place in a record",
                "{id: 'x', events: [{model: {of: 'a', match: '('}}]}|match: Unclosed group",
                "{id: 'x' events: []}|x.json5:1: ",
            })
    void aMappingWithAFaultSaysWhich(String text, String message) {
        assertThatThrownBy(() -> Mapping.read(text.getBytes(StandardCharsets.UTF_8), "x.json5"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("x.json5")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-01-31T09:00:00Z||2026-01-31T09:00:00Z",
                "2026-01-31 09:00:00.5+01:00||2026-01-31T08:00:00.500Z",
                "2026-01-31 09:00 America/New_York||2026-01-31T14:00:00Z",
                "2026-01-31 09:00:00 EST||2026-01-31T14:00:00Z",
                "31.01.2026 09:00||2026-01-31T09:00:00Z",
                "1/31/2026, 9:05 PM||2026-01-31T21:05:00Z",
                "01/02/2026|mdy|2026-01-02T00:00:00Z",
                "01/02/2026|dmy|2026-02-01T00:00:00Z",
                "1769850000||2026-01-31T09:00:00Z",
                "1769850000000||2026-01-31T09:00:00Z",
                "1769850000000000000||2026-01-31T09:00:00Z",
            })
    void timesAreReadAsPeopleAndMachinesWriteThem(String text, String order, String instant) {
        assertThat(
                        Values.time(text, ZoneOffset.UTC, order == null ? "" : order)
                                .map(t -> Instant.EPOCH.plusNanos(0).plusMillis(t.micros() / 1000)))
                .contains(Instant.parse(instant));
    }

    @Test
    void aTimeOfAnUnknownZoneOrAnAmbiguousDayIsNone() {
        assertThat(Values.time("2026-01-31 09:00 IST", ZoneOffset.UTC)).isEmpty();
        assertThat(Values.time("01/02/2026", ZoneOffset.UTC)).isEmpty();
        assertThat(Values.time("yesterday".toUpperCase(Locale.ROOT), ZoneOffset.UTC)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,200||1200",
                "12.000|.|12000",
                "1.234.567|.|1234567",
                "1e3||1000",
                "12.0||12"
            })
    void countsAreReadAsPeopleWriteThem(String text, String thousands, long count) {
        assertThat(Values.whole(text, thousands == null ? "" : thousands)).hasValue(count);
    }

    @Test
    void aCountThatMayBeTwoNumbersIsNone() {
        assertThat(Values.whole("12.000", "")).isEmpty();
        assertThat(Values.whole("1.5", "")).isEmpty();
        assertThat(Values.whole("12,00", "")).isEmpty();
    }
}
