namespace SystemFlow.Testing;

/// <summary>
/// Files as the NHS and others publish them. They are not in the repository: <c>SYSTEMFLOW_DATA</c> names the folder that holds them, by default
/// <c>../shared/data</c> beside it.
/// </summary>
public static class PublishedFile
{
    private const string Variable = "SYSTEMFLOW_DATA";

    /// <summary>Where a file is, by its path in that folder; null where it is not at hand.</summary>
    public static string? Find(string path)
    {
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Path.Combine(Repository(), "..", "shared", "data");
        var file = Path.Combine(folder, path);
        return File.Exists(file) ? file : null;
    }

    /// <summary>Why a test is skipped that needs a file which is not at hand.</summary>
    public static string Missing(string path) => $"Not at hand: set {Variable} to the folder that holds {path}.";

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SystemFlow.sln"))) folder = folder.Parent;
        return folder?.FullName ?? ".";
    }
}
