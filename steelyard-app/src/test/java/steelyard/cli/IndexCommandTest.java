package steelyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static steelyard.cli.TestingCommand.json;
import static steelyard.cli.TestingCommand.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `steelyard index` as a user types it.
class IndexCommandTest {
    @TempDir private Path folder;

    private String table(String... lines) throws IOException {
        return Files.writeString(folder.resolve("p.csv"), String.join("\n", lines) + "\n")
                .toString();
    }

    /// By hand: Laspeyres (6 x 1 + 2 x 4) / (3 x 1 + 4 x 4) = 14/19, Paasche (6 x 2 + 2 x 8) / (3 x
    /// 2
    /// + 4 x 8) = 28/38, hence Fisher 14/19 as well.
    @Test
    void fisherOfATableIsTheOneByHand() throws IOException {
        String p =
                table(
                        "period,product,price,quantity",
                        "2026-02,a,6,2",
                        "2026-01,a,3,1",
                        "2026-01,b,4,4",
                        "2026-02,b,2,8");
        JsonNode root = json(run("index", "--products", p, "--formula", "fisher", "--json"));
        assertThat(root.at("/schema").asString()).isEqualTo("steelyard.index/1");
        assertThat(root.at("/series/0/values/1/period").asString()).isEqualTo("2026-02");
        assertThat(root.at("/series/0/values/1/index").asDouble())
                .isCloseTo(14.0 / 19, within(1e-12));
        assertThat(root.at("/series/0/values/1/matched_share").asDouble()).isEqualTo(1);
        assertThat(run("index", "--products", p, "--formula", "fisher").out())
                .startsWith("p.csv, 2026-01 to 2026-02: prices fell 26.3% (index 73.68).");
    }

    /// A list price that halves for a model that is all the spend halves every index.
    @Test
    void aUsageLogIsIndexedByTheListPricesOfWhatItUsed() throws IOException {
        String log =
                Files.writeString(
                                folder.resolve("u.csv"),
                                """
                                time,provider,model,prompt_tokens,output_tokens
                                2025-05-15T00:00:00Z,openai,o3,1000000,1000000
                                2025-07-15T00:00:00Z,openai,o3,3000000,1000000
                                """)
                        .toString();
        JsonNode root = json(run("index", log, "--by", "month", "--json"));
        // o3: 10/40 USD per Mtok until 10 June 2025, 2/8 after it: both fell by 80%
        assertThat(root.at("/series/0/values/1/period").asString()).isEqualTo("2025-07");
        assertThat(root.at("/series/0/values/1/index").asDouble()).isCloseTo(0.2, within(1e-12));
        assertThat(root.at("/panel/missing_periods/0").asString()).isEqualTo("2025-06");
        // paid: 50/2 = 25, then (3 x 2 + 8)/4 = 3.5 USD per Mtok
        assertThat(root.at("/average_paid_usd_per_mtok/0").asDouble()).isCloseTo(25, within(1e-9));
        assertThat(root.at("/average_paid_usd_per_mtok/1").asDouble()).isCloseTo(3.5, within(1e-9));
    }

    /// Periods 2 and 3 have no row that can be used: a chain goes from 1 to 4, and says so.
    @Test
    void aPeriodLeftWithoutRowsIsPassedOverAndNamed() throws IOException {
        String p =
                table("period,product,price,quantity", "1,a,1,1", "2,a,9,", "3,a,0,1", "4,a,2,1");
        TestingCommand run = run("index", "--products", p, "--formula", "fisher");
        assertThat(run.out())
                .contains(
                        "(index 200.00)",
                        "no rows for 2, 3:",
                        "left out: 1 row of 4 (price without a quantity)",
                        "left out: 1 row of 4 (price is zero)");
    }

    @Test
    void aLogOfFreeModelsAloneHasNoIndexAndSaysWhy() throws IOException {
        String log =
                Files.writeString(
                                folder.resolve("free.csv"),
                                """
                                time,provider,model,prompt_tokens,output_tokens
                                2026-01-15T00:00:00Z,openrouter,stepfun/step-3.5-flash:free,10,10
                                2026-02-15T00:00:00Z,openrouter,stepfun/step-3.5-flash:free,10,10
                                """)
                        .toString();
        TestingCommand run = run("index", log);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("no prices that can be used; rows left out: {price is zero=");
    }

    @Test
    void theSampleIsIndexedWhereAFormulaIsNamedWithoutAFile() {
        TestingCommand run = run("index", "--formula", "geks-tornqvist");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("OpenRouter's ten most used models, 2025-W46 to 2026-W18: prices");
        assertThat(run.out())
                .contains("without a price, and so not in the index: 1.5% of the tokens");
    }

    @Test
    void allFormulasAreComparedAndThoseThatNeedQuantitiesLeftOutWithoutThem() throws IOException {
        String with = table("period,product,price,quantity", "1,a,1,1", "2,a,2,1");
        JsonNode all =
                json(run("index", "compare", "--formulas", "all", "--products", with, "--json"));
        assertThat(all.at("/series").size()).isEqualTo(19 * 2 + 10 + 3);
        for (JsonNode series : all.at("/series")) {
            assertThat(series.at("/values/1/index").asDouble())
                    .as(series.at("/method").asString())
                    .isCloseTo(2, within(1e-12));
        }
        String without = table("period,product,price", "1,a,1", "2,a,2");
        JsonNode some =
                json(run("index", "compare", "--formulas", "all", "--products", without, "--json"));
        assertThat(some.at("/series").size()).isEqualTo(5 * 2 + 3 + 1);
    }

    @Test
    void csvHasARowForEachMethodAndPeriod() throws IOException {
        String p = table("period,product,price", "1,a,1", "2,a,2");
        assertThat(
                        run(
                                        "index",
                                        "compare",
                                        "--formulas",
                                        "jevons,fixed-carli",
                                        "--products",
                                        p,
                                        "--csv")
                                .out()
                                .lines())
                .containsExactly(
                        "method,period,index,index_with_variety,matched_share,entered,left,average_paid_usd_per_mtok",
                        "\"jevons, chained\",1,1,,1,0,0,",
                        "\"jevons, chained\",2,2,,1,0,0,",
                        "\"carli, fixed base\",1,1,,1,0,0,",
                        "\"carli, fixed base\",2,2,,1,0,0,");
    }

    @Test
    void thePageHoldsTheChartAndItsTable() throws IOException {
        Path page = folder.resolve("i.html");
        TestingCommand run = run("index", "--by", "week", "--html", page.toString());
        assertThat(run.code()).isZero();
        assertThat(Files.readString(page))
                .contains(
                        "id=\"chart-periods\"",
                        "id=\"chart-paid\"",
                        "what happened to prices",
                        "2026-W18");
    }

    @Test
    void badTablesAreRefusedWithFileAndLineAndAllTheirFaultsAtOnce() throws IOException {
        String p = table("period,product,price", "1,a,1.2.5", "1,,2", ",b,2");
        TestingCommand run = run("index", "--products", p);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "p.csv:2: price \"1.2.5\" is no number; write it as 1234.5",
                        "p.csv:3: no product",
                        "p.csv:4: no period");
        assertThat(run("index", "--products", table("period,product", "1,a")).err())
                .contains(
                        "p.csv:1: no column \"price\"; there are period, product, expected period, product, price");
        assertThat(
                        run("index", "--products", table("period,product,price", "1,a,1", "1,a,1"))
                                .err())
                .contains(
                        "p.csv:3: product \"a\" has a second row in period 1 (the first is line 2)");
        assertThat(run("index", "--products", table("period,product,price")).err())
                .contains("p.csv: no rows");
        assertThat(run("index", "--products", folder.resolve("none.csv").toString()).err())
                .contains("none.csv: no such file");
    }

    @Test
    void headingsMayHaveCapitalsAndAMarkAndRowsMayEndEarly() throws IOException {
        String p = table("\ufeffPeriod,PRODUCT,price,quantity", "1,a,1,1", "2,a,2,1", "2,b,9");
        TestingCommand run = run("index", "--products", p, "--formula", "fisher");
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("(index 200.00)", "left out: 1 row of 3 (price without a quantity)");
    }

    @Test
    void rowsThatCannotBeUsedAreCountedAndMissingPeriodsNamed() throws IOException {
        String p =
                table(
                        "period,product,price,quantity",
                        "2026-01,a,1,1",
                        "2026-04,a,2,1",
                        "2026-04,b,0,1",
                        "2026-04,c,,1",
                        "2026-04,d,3,");
        String out = run("index", "--products", p).out();
        assertThat(out)
                .contains(
                        "no rows for 2026-02, 2026-03",
                        "(price is zero)",
                        "(quantity without a price)",
                        "(price without a quantity)");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() throws IOException {
        String p = table("period,product,price", "1,a,1", "2,a,2");
        assertThat(run("index", "--products", p, "--formula", "fisher").err())
                .contains("fisher, chained weighs by quantities, and there are none");
        assertThat(run("index", "--products", p, "--formula", "fischer").err())
                .contains("formula \"fischer\" is unknown");
        assertThat(run("index", "--products", p, "--splice", "best").err())
                .contains("--splice best is none of movement, window");
        assertThat(run("index", "--products", p, "--window", "a year").err())
                .contains("--window a year is neither full nor a number");
        assertThat(run("index", "--products", p, p).err())
                .contains("--products and a usage log are two tables; choose one");
        assertThat(run("index", "--products", p, "--json", "--csv").code()).isEqualTo(2);
    }

    private String models() throws IOException {
        return Files.writeString(
                        folder.resolve("m.csv"),
                        """
                        model,date,price,score,note
                        a,2024-01-01,100,60,
                        b,2024-07-01,30,61,
                        c,2025-01-01,10,62,
                        d,2025-06-01,4,60,
                        "e, small",2025-12-31,1,65,
                        weak,2024-01-01,0.01,20,
                        free,2024-01-01,0,90,
                        unscored,2024-01-01,5,,
                        """)
                .toString();
    }

    /// By hand: 730 days from 100 to 1, so the endpoints give 10 a year exactly.
    @Test
    void theFrontierOfATableIsTheCheapestPriceThatReachesTheScore() throws IOException {
        String p = models();
        JsonNode root =
                json(run("index", "frontier", "--table", p, "--at-least", "60,62", "--json"));
        assertThat(root.at("/schema").asString()).isEqualTo("steelyard.frontier/2");
        assertThat(root.at("/scores/0/endpoints_factor_per_year").asDouble())
                .isCloseTo(10, within(1e-9));
        assertThat(root.at("/rows/24/name").asString()).isEqualTo("62");
        assertThat(root.at("/rows/5/price").asDouble()).isEqualTo(100);
        assertThat(root.at("/rows/6/price").asDouble()).isEqualTo(30);
        assertThat(root.at("/rows/23/model").asString()).isEqualTo("e, small");
        assertThat(root.at("/scores/1/records/points").asInt()).isEqualTo(2);
        assertThat(root.at("/excluded/price is not above zero").asInt()).isEqualTo(1);
        assertThat(root.at("/excluded/no score").asInt()).isEqualTo(1);
        assertThat(run("index", "frontier", "--table", p, "--at-least", "65", "--csv").out())
                .isEqualTo("name,score,month,price,model,seller\n65,65,2025-12,1,\"e, small\",\n");
        assertThat(run("index", "frontier", "--table", p, "--at-least", "65").out())
                .contains(
                        "for none of these scores do the models tell how fast the price falls",
                        "not identified");
    }

    @Test
    void theSameSeedGivesTheSameIntervalAndItHoldsTheEstimate() throws IOException {
        String p = models();
        TestingCommand one = run("index", "frontier", "--table", p, "--at-least", "60", "--json");
        TestingCommand two =
                run("index", "frontier", "--table", p, "--at-least", "60", "--json", "--seed", "1");
        assertThat(one.out()).isEqualTo(two.out());
        JsonNode score = json(one).at("/scores/0");
        double estimate = score.at("/month_ends/factor_per_year").asDouble();
        assertThat(score.at("/bootstrap/low").asDouble()).isLessThan(estimate);
        assertThat(score.at("/bootstrap/high").asDouble()).isGreaterThan(estimate);
        assertThat(score.at("/bootstrap/draws").asInt()).isEqualTo(1000);
    }

    @Test
    void badTablesOfModelsAreRefusedByLine() throws IOException {
        String p =
                Files.writeString(
                                folder.resolve("x.csv"),
                                "model,date,price,score\na,yesterday,1,2\n,2025-01-01,1,2\nb,2025-01-01,x,2\n")
                        .toString();
        assertThat(run("index", "frontier", "--table", p, "--at-least", "1").err())
                .contains(
                        "x.csv:2: date \"yesterday\" is no date; write it as 2026-01-31",
                        "x.csv:3: no model",
                        "x.csv:4: price \"x\" is no number");
        assertThat(run("index", "frontier", "--table", models(), "--at-least", "99").err())
                .contains("no model reaches 99; the best has 65.0");
        assertThat(
                        run(
                                        "index",
                                        "frontier",
                                        "--models",
                                        models(),
                                        "--at-least",
                                        "60",
                                        "--draws",
                                        "0")
                                .code())
                .isEqualTo(2);
    }

    /// By hand: between 1 and 3 Laspeyres is (9 x 100 + 3 x 300) / (10 x 100 + 4 x 300), Paasche (9
    /// x 110 + 3 x 500) / (10 x 110 + 4 x 500), Fisher 0.81067.
    @Test
    void aPeriodWithoutSalesIsBridgedAndNamed() throws IOException {
        String p =
                table(
                        "period,product,price,quantity",
                        "1,A,10,100",
                        "1,B,4,300",
                        "2,A,9,0",
                        "2,B,5,0",
                        "3,A,9,110",
                        "3,B,3,500");
        JsonNode root = json(run("index", "--products", p, "--formula", "fisher", "--json"));
        assertThat(root.at("/rows/1/period").asString()).isEqualTo("3");
        assertThat(root.at("/rows/1/index").asDouble()).isCloseTo(0.810669, within(1e-6));
        assertThat(root.at("/panel/unsold_periods/0").asString()).isEqualTo("2");
        assertThat(run("index", "--products", p).out())
                .contains("prices stood and nothing was sold in 2");
    }

    /// A product without a price in the second of three periods keeps its last one: the Jevons
    /// index of the second is sqrt(1 x 2) and not 2.
    @Test
    void pricesAreCarriedForwardIfAsked() throws IOException {
        String p = table("period,product,price", "1,a,1", "1,b,1", "2,b,2", "3,a,1", "3,b,2");
        assertThat(
                        json(run("index", "--products", p, "--formula", "jevons", "--json"))
                                .at("/rows/1/index")
                                .asDouble())
                .isCloseTo(2, within(1e-9));
        assertThat(
                        json(run(
                                        "index",
                                        "--products",
                                        p,
                                        "--formula",
                                        "jevons",
                                        "--carry",
                                        "forward",
                                        "--json"))
                                .at("/rows/1/index")
                                .asDouble())
                .isCloseTo(Math.sqrt(2), within(1e-9));
        assertThat(run("index", "--products", p, "--carry", "back").err())
                .contains("there is forward");
    }

    /// Feenstra 1994, equation 10, by hand: of 100 spent before, 50 are on the product that stays,
    /// and of 100 after, 80; at an elasticity of 3 the matched index is multiplied by (0.8 / 0.5) ^
    /// (1 / 2).
    @Test
    void whatCameAndWentIsWorthFeenstrasRatio() throws IOException {
        String p =
                table(
                        "period,product,price,quantity",
                        "1,stays,1,50",
                        "1,goes,1,50",
                        "2,stays,1,80",
                        "2,comes,1,20");
        JsonNode root =
                json(
                        run(
                                "index",
                                "--products",
                                p,
                                "--formula",
                                "fisher",
                                "--elasticity",
                                "3",
                                "--json"));
        assertThat(root.at("/rows/1/index").asDouble()).isCloseTo(1, within(1e-12));
        assertThat(root.at("/rows/1/index_with_variety").asDouble())
                .isCloseTo(Math.sqrt(0.8 / 0.5), within(1e-12));
        assertThat(run("index", "--products", p, "--elasticity", "1").err()).contains("above 1");
        assertThat(run("index", "--products", p, "--elasticity", "estimated").err())
                .contains("move too little to estimate");
    }

    /// Demand of constant elasticity 3: shares of spend move as prices to the power of -2.
    @Test
    void theElasticityIsFoundInPricesAndShares() throws IOException {
        List<String> rows = new ArrayList<>(List.of("period,product,price,quantity"));
        double[][] prices = {{1, 1, 1}, {2, 1, 0.5}, {1, 3, 0.7}};
        for (int t = 0; t < prices.length; t++) {
            for (int i = 0; i < 3; i++) {
                rows.add(
                        "%d,p%d,%s,%s"
                                .formatted(t, i, prices[t][i], 100 * Math.pow(prices[t][i], -3)));
            }
        }
        TestingCommand run =
                run(
                        "index",
                        "--products",
                        table(rows.toArray(String[]::new)),
                        "--formula",
                        "fisher",
                        "--elasticity",
                        "estimated");
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("at an elasticity of substitution of 3.00 (estimated");
    }

    /// The sample has weeks from November to May; of a range only its months are left.
    @Test
    void aRangeOfALogIsIndexed() {
        JsonNode root =
                json(
                        run(
                                "index",
                                Path.of("..", "samples", "openrouter-weekly.csv").toString(),
                                "--by",
                                "month",
                                "--from",
                                "2026-01",
                                "--until",
                                "2026-03",
                                "--json"));
        assertThat(root.at("/rows").valueStream().map(r -> r.path("period").asString()).distinct())
                .containsExactly("2026-01", "2026-02", "2026-03");
    }

    @Test
    void aTableHasNoRangeAndNoBook() throws IOException {
        String p = table("period,product,price", "1,a,1", "2,a,2");
        assertThat(run("index", "--products", p, "--from", "2026").err())
                .contains("--from and --until have no effect beside --products");
        assertThat(
                        run(
                                        "index",
                                        "frontier",
                                        "--table",
                                        models(),
                                        "--at-least",
                                        "60",
                                        "--prices",
                                        p)
                                .err())
                .contains("--prices and --known-at have no effect on a table");
    }
}
