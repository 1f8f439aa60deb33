package steelyard.explain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Effects in USD, each with the models behind it, gathered while a change is taken apart.
final class Effects {
    static final String USERS = "users";
    static final String TASKS = "tasks_per_user";
    static final String TOKENS = "tokens_";
    static final String MIX = "mix";
    static final String NEW = "new";
    static final String GONE = "gone";
    static final String REPLACEMENT = "replacement";
    static final String QUALITY = "quality";
    static final String MIX_VALUE = "mix_value";
    static final String NEW_VALUE = "new_value";
    static final String GONE_VALUE = "gone_value";
    static final String REPLACEMENT_VALUE = "replacement_value";
    static final String LIST = "list_price";
    static final String CONDITIONS = "discount_conditions";
    static final String CACHE = "discount_cache";
    static final String BATCH = "discount_batch";
    static final String CONTRACT = "discount_contract";
    static final String TEAM_MIX = "team_mix";
    static final String TEAM_ENTRY = "team_entry";
    static final String TEAM_EXIT = "team_exit";
    static final String FEES = "fees";

    private final Map<String, Double> usd = new LinkedHashMap<>();
    private final Map<String, Map<String, Double>> models = new LinkedHashMap<>();

    /// An effect that belongs to no model, as more users do.
    void add(String effect, double amount) {
        usd.merge(effect, amount, Double::sum);
    }

    void add(String effect, String model, double amount) {
        add(effect, amount);
        models.computeIfAbsent(effect, e -> new TreeMap<>()).merge(model, amount, Double::sum);
    }

    void addAll(Effects other) {
        other.usd.forEach(this::add);
        other.models.forEach((effect, byModel) ->
                byModel.forEach((model, amount) ->
                        models.computeIfAbsent(effect, e -> new TreeMap<>())
                                .merge(model, amount, Double::sum)));
    }

    /// The effect moved under another name.
    void rename(String from, String to) {
        Double amount = usd.remove(from);
        if (amount != null) {
            add(to, amount);
        }
    }

    double usd(String effect) {
        return usd.getOrDefault(effect, 0.0);
    }

    Map<String, Double> usd() {
        return usd;
    }

    Map<String, Double> models(String effect) {
        return models.getOrDefault(effect, Map.of());
    }

    double sum() {
        double sum = 0;
        for (double amount : usd.values()) {
            sum += amount;
        }
        return sum;
    }
}
