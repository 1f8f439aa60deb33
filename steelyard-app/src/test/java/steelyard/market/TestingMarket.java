package steelyard.market;

import java.io.StringReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import steelyard.price.PriceBook;
import steelyard.quality.Crosswalk;
import steelyard.quality.Model;
import steelyard.quality.Ratings;

/// A made-up market: sheets laid over the book at sellers that do not exist, and what their names
/// mean.
public final class TestingMarket {
    private final StringBuilder sheet =
            new StringBuilder("provider,model,service,from,to,input,cache_read,output\n");
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final List<Crosswalk.Entry> entries = new ArrayList<>();
    private final Map<Model, Ratings.Rating> ratings = new LinkedHashMap<>();

    /// A model and its score; its lab is the part before a dash.
    public TestingMarket model(String id, double score) {
        Model model = new Model(id, id.replaceFirst("-.*", ""), false, Model.Reasoning.NO);
        models.put(id, model);
        ratings.put(model, new Ratings.Rating(score, Double.NaN, 1, 1));
        return this;
    }

    /// A model at a seller under its own name, at one price for input and output alike.
    public TestingMarket sells(String seller, String id, String from, String to, double price) {
        return sells(seller, id, "", from, to, price, price);
    }

    public TestingMarket sells(
            String seller,
            String id,
            String service,
            String from,
            String to,
            double input,
            double output) {
        Model model = models.get(id);
        sheet.append(
                "%s,%s,%s,%s,%s,%s,%s,%s\n"
                        .formatted(seller, id, service, from, to, input, "", output));
        if (entries.stream().noneMatch(e -> e.provider().equals(seller) && e.name().equals(id))) {
            entries.add(new Crosswalk.Entry(seller, id, model, LocalDate.MIN, LocalDate.MAX));
        }
        return this;
    }

    public Crosswalk crosswalk() {
        return Crosswalk.of(models.values(), entries);
    }

    public PriceBook book() {
        return PriceBook.bundled().with("made-up.csv", new StringReader(sheet.toString()));
    }

    public Market market() {
        return new Market(book(), crosswalk());
    }

    public Ratings ratings() {
        return new Ratings("own", "own", ratings, 0);
    }
}
