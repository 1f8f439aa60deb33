package steelyard.usage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import steelyard.file.UserPath;
import steelyard.usage.format.Formats;
import steelyard.usage.format.Mapping;

/// The logs that agents keep on this machine, by where each format says that they lie.
///
/// @param agents those found, by name
/// @param folders where they lie, each once
public record AgentLogs(List<String> agents, List<String> folders) {
    public AgentLogs {
        agents = List.copyOf(agents);
        folders = List.copyOf(folders);
    }

    public static AgentLogs find() {
        List<String> agents = new ArrayList<>();
        Set<String> folders = new LinkedHashSet<>();
        for (Mapping mapping : Formats.all()) {
            boolean found = false;
            for (String pattern : mapping.where()) {
                // The part before the first wildcard: what lies below is told by its content.
                Path place = UserPath.of(fixed(pattern));
                if (Files.exists(place)) {
                    found = true;
                    folders.add(place.toString());
                }
            }
            if (found) {
                agents.add(mapping.name());
            }
        }
        return new AgentLogs(agents, List.copyOf(folders));
    }

    private static String fixed(String pattern) {
        int wild = pattern.indexOf('*');
        return wild < 0 ? pattern : pattern.substring(0, pattern.lastIndexOf('/', wild));
    }
}
