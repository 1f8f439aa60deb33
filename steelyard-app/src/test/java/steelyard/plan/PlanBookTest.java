package steelyard.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Terms of plans over time. Expected numbers come from the published table of Claude's limits.
class PlanBookTest {
    private static final PlanBook BOOK = PlanBook.bundled();

    @TempDir private Path folder = Path.of("");

    @Test
    void claudeMax20OfEarly2026HoldsWhatThePublishedTableSays() {
        Terms max = BOOK.on(LocalDate.of(2026, 3, 1), "claude-max-20x");
        Limit five = max.limits().get(0);
        Limit week = max.limits().get(1);
        // 11M x $7.50 / 1M = $82.50; 83.3333M gives $625.00, 7.58 windows; x 30/7 = $2,678.57.
        assertThat(five.worth().orElseThrow()).isCloseTo(82.5, within(0.001));
        assertThat(week.worth().orElseThrow()).isCloseTo(625, within(0.001));
        assertThat(week.amount().orElseThrow() / five.amount().orElseThrow())
                .isCloseTo(7.58, within(0.005));
        assertThat(max.month().orElseThrow()).isCloseTo(2678.57, within(0.01));
    }

    @Test
    void twentyTimesIsNotTwentyTimes() {
        // Per week Pro : 5x : 20x = 1 : 8.33 : 16.67.
        LocalDate day = LocalDate.of(2026, 3, 1);
        double pro = BOOK.on(day, "claude-pro").month().orElseThrow();
        assertThat(BOOK.on(day, "claude-max-5x").month().orElseThrow() / pro)
                .isCloseTo(8.33, within(0.005));
        assertThat(BOOK.on(day, "claude-max-20x").month().orElseThrow() / pro)
                .isCloseTo(16.67, within(0.005));
        assertThat(pro / 20).isCloseTo(8.04, within(0.005));
    }

    @Test
    void termsChangeFromOneDayToTheNext() {
        assertThat(week(LocalDate.of(2026, 5, 12))).isCloseTo(625, within(0.001));
        assertThat(week(LocalDate.of(2026, 5, 13))).isCloseTo(937.5, within(0.001));
        assertThatThrownBy(() -> BOOK.on(LocalDate.of(2026, 1, 10), "claude-max-20x"))
                .hasMessageContaining("no terms of claude-max-20x on 2026-01-10 are known")
                .hasMessageContaining("2026-01-25 to 2026-05-06");
        assertThat(BOOK.onAfter(BOOK.last("claude-max-20x")).orElseThrow().plan())
                .isEqualTo("claude-ultra");
    }

    private static double week(LocalDate day) {
        return BOOK.on(day, "claude-max-20x").limits().get(1).worth().orElseThrow();
    }

    @Test
    void allFourMetersAreThere() {
        LocalDate day = LocalDate.of(2026, 6, 15);
        assertThat(BOOK.on(day))
                .extracting(Terms::allowance)
                .contains(
                        Terms.Allowance.BUCKET,
                        Terms.Allowance.WINDOWS,
                        Terms.Allowance.MONEY,
                        Terms.Allowance.POOL);
        assertThat(BOOK.on(day, "opencode-go").limits()).hasSize(3);
        // $12 in five hours, $30 a week, $60 a month: the month binds.
        assertThat(BOOK.on(day, "opencode-go").month()).hasValue(60);
    }

    @Test
    void copilotsSeatsCrossAt800Requests() {
        // 19 + 0.04 (n - 300) = 39 at n = 800.
        Terms business = BOOK.on(LocalDate.of(2026, 1, 1), "copilot-business");
        assertThat(business.overage()).isEqualTo(new Terms.Overage.PerUnit(0.04));
        double included = business.limits().getFirst().amount().orElseThrow();
        assertThat(19 + 0.04 * (800 - included)).isCloseTo(39, within(1e-9));
    }

    @Test
    void everyRegimeEndsBeforeTheNextAndSaysWhereItIsFrom() {
        BOOK.terms()
                .values()
                .forEach(list -> {
                    for (Terms t : list) {
                        assertThat(t.source()).isNotBlank();
                        assertThat(t.confidence()).isIn("good", "fair", "weak");
                    }
                });
        assertThat(BOOK.terms()).hasSizeGreaterThan(70);
    }

    private void write(String plans, String limits) {
        try {
            Files.writeString(
                    folder.resolve("plans.csv"),
                    "plan,name,vendor,price,currency,from,dated,to,allowance,overage,models,evidence,source\n"
                            + plans);
            Files.writeString(
                    folder.resolve("limits.csv"),
                    "plan,from,window,kind,hours,amount,unit,usd\n" + limits);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void plansOfOnesOwnComeOverTheBundledOnes() {
        write(
                "mine,Mine,Us,30,USD,2026-01-01,day,,money,api,.,vendor_page,contract\n",
                "mine,2026-01-01,month,fixed,720,50,usd,50\n");
        PlanBook own = BOOK.with(folder);
        assertThat(own.last("mine").month()).hasValue(50);
        assertThat(own.last("mine").overagePerApiDollar()).hasValue(1);
        assertThat(own.terms()).hasSize(BOOK.terms().size() + 1);
    }

    @Test
    void faultsAreNamedWithFileAndLine() {
        write(
                """
                mine,Mine,Us,30,USD,2026-01-01,day,,money,free,.,vendor_page,contract
                mine,Mine,Us,30,XAU,2026-02-01,day,,money,api,.,vendor_page,contract
                mine,Mine,Us,30,USD,soon,day,,money,api,.,vendor_page,contract
                """,
                "mine,2026-01-01,month,fixed,720,50,usd,50\n");
        assertThatThrownBy(() -> BOOK.with(folder))
                .hasMessageContaining("plans.csv:2: overage \"free\"")
                .hasMessageContaining("plans.csv:3: mine: currency XAU; there are USD, AUD")
                .hasMessageContaining("plans.csv:4: from \"soon\" is no date");
        write(
                "mine,Mine,Us,30,USD,2026-01-01,day,,money,api,.,vendor_page,contract\n",
                "other,2026-01-01,month,fixed,720,50,usd,50\n");
        assertThatThrownBy(() -> BOOK.with(folder))
                .hasMessageContaining("limits.csv:2: no plan other 2026-01-01");
        write(
                """
                mine,Mine,Us,30,USD,2026-01-01,day,,money,api,.,vendor_page,contract
                mine,Mine,Us,40,USD,2026-02-01,day,,money,api,.,vendor_page,contract
                """,
                "mine,2026-01-01,month,rolling,720,50,usd,50\n");
        assertThatThrownBy(() -> BOOK.with(folder))
                .hasMessageContaining("limits.csv:2: no kind of window \"rolling\"");
        write(
                """
                mine,Mine,Us,30,USD,2026-01-01,day,,money,api,.,vendor_page,contract
                mine,Mine,Us,40,USD,2026-02-01,day,,money,api,.,vendor_page,contract
                """,
                "mine,2026-01-01,month,fixed,720,50,usd,50\n");
        assertThatThrownBy(() -> BOOK.with(folder))
                .hasMessageContaining("plans.csv:2: still in force when")
                .hasMessageContaining("plans.csv:3");
    }

    @Test
    void promotionsAreRegimesOfTheirOwn() {
        // 3,000 credits of $0.01 from 2026-06-01 to 09-01, 1,900 after.
        assertThat(BOOK.on(LocalDate.of(2026, 7, 15), "copilot-business").month()).hasValue(30);
        assertThat(BOOK.on(LocalDate.of(2026, 9, 1), "copilot-business").month()).hasValue(30);
        assertThat(BOOK.on(LocalDate.of(2026, 9, 2), "copilot-business").month()).hasValue(19);
    }

    @Test
    void whatNoSourceSaysIsNotTakenForWaiting() {
        assertThat(BOOK.last("kiro-pro").overage()).isEqualTo(new Terms.Overage.Unknown());
        assertThat(BOOK.last("tencent-pro").overage()).isEqualTo(new Terms.Overage.None());
    }

    @Test
    void moreFaultsAreNamed() {
        String row = "mine,Mine,Us,30,USD,2026-01-01,%s,,money,%s,.,vendor_page,contract\n";
        String limit = "mine,2026-01-01,month,fixed,720,%s,usd,%s\n";
        write(row.formatted("day", "-3"), limit.formatted("50", "50"));
        assertThatThrownBy(() -> BOOK.with(folder)).hasMessageContaining("plans.csv:2: overage -3");
        write(row.formatted("someday", "api"), limit.formatted("50", "50"));
        assertThatThrownBy(() -> BOOK.with(folder)).hasMessageContaining("dated someday");
        write(row.formatted("day", "api"), limit.formatted("50", "50").repeat(2));
        assertThatThrownBy(() -> BOOK.with(folder))
                .hasMessageContaining("two limits of the same window");
        write(row.formatted("day", "api"), limit.formatted("0", "0"));
        assertThatThrownBy(() -> BOOK.with(folder)).hasMessageContaining("limits.csv:2: amount");
    }
}
