using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SystemFlow.Web.Backups;

/// <summary>What is in a backup: <c>backup.json</c> in its folder, written last. A folder without it holds no backup that was finished.</summary>
/// <param name="Version">Of the list's own shape.</param>
/// <param name="MadeAt">When it was finished. UTC.</param>
/// <param name="Files">Every file.</param>
/// <param name="Missing">Files that were damaged when it was made, and are not in it.</param>
internal sealed record BackupList(int Version, DateTimeOffset MadeAt, ImmutableArray<BackupFile> Files, ImmutableArray<string> Missing)
{
    public const string FileName = "backup.json";

    public const int Newest = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <exception cref="BackupException">The folder holds no backup that can be restored.</exception>
    public static BackupList Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new BackupException($"'{folder}' holds no backup, or one that was broken off: it has no {FileName}. Enter the folder that --backup named.");
        }

        try
        {
            var list = JsonSerializer.Deserialize<BackupList>(File.ReadAllBytes(path), Json);
            if (list is null || list.Files.IsDefaultOrEmpty || list.Files.Any(file => !file.IsNamedWell)) throw new JsonException("It names no files, or files outside its folder.");
            if (list.Version > Newest) throw new BackupException($"'{path}' was made by a newer program. Restore it with that one.");
            return list.Missing.IsDefault ? list with { Missing = [] } : list;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"'{path}' cannot be read ({error.Message}). Use another backup.", error) { IsDamage = error is JsonException };
        }
    }

    /// <summary>Writes it whole.</summary>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        using (var file = OwnFile.Create($"{path}.part"))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move($"{path}.part", path);
    }
}

/// <summary>A file of a backup.</summary>
/// <param name="Name">From the backup's folder, with slashes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its content, in hexadecimal.</param>
/// <param name="Setting">The setting that says where it belongs; null for its name in the data folder.</param>
internal sealed record BackupFile(string Name, long Bytes, string Sha256, string? Setting = null)
{
    /// <summary>Whether its name stays in a folder: a list that somebody wrote must not reach anywhere else.</summary>
    [JsonIgnore]
    public bool IsNamedWell => Name is { Length: > 0 } && Sha256 is not null && !Path.IsPathRooted(Name) && !Name.Contains('\\')
        && Name.Split('/').All(part => part is not ("" or "." or ".."));
}
