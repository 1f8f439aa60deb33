package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import steelyard.refusal.Refusal;
import steelyard.show.Page;

/// The way to a browser and back, with a script in its place.
class BrowserTest {
    @TempDir private Path folder;

    private static final Page PAGE =
            new Page("t", "m", "Spend of 2026-01", "", List.of(), List.of(), List.of(), "{}");

    private Browser script(String... lines) throws IOException {
        Path program = folder.resolve("chromium");
        Files.writeString(program, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return Browser.find("/nowhere:" + folder);
    }

    @Test
    void thePictureIsWhatTheBrowserMakesOfThePage() throws IOException {
        Browser browser =
                script(
                        "for a; do case $a in --screenshot=*) to=${a#*=};; file:*) from=${a#file://};; esac; done",
                        "cp $from $to");
        Path file = folder.resolve("picture.png");
        browser.picture(PAGE, file);
        assertThat(Files.readString(file)).contains("Spend of 2026\u201101");
    }

    @Test
    void aBrowserThatMakesNothingIsSaid() throws IOException {
        Browser browser = script("exit 1");
        assertThatThrownBy(() -> browser.picture(PAGE, folder.resolve("p.png")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("made no picture");
        assertThat(folder.resolve("p.png")).doesNotExist();
    }

    @Test
    void withoutABrowserThePageIsNamed() {
        assertThatThrownBy(() -> Browser.find("/nowhere"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--html FILE needs nothing");
    }
}
