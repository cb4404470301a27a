using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using SystemFlow.Operations.Moving;
using SystemFlow.Operations.Storage;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Backups;

/// <summary>
/// <c>--move-books</c>: copies what people did from the files of this machine into the PostgreSQL of a cluster, before its first node starts.
/// The files stay as they are. Starts no server.
/// </summary>
internal sealed class MoveBooksCommand(TypedCommand typed)
{
    private const string Flag = "--move-books";

    /// <summary>The command that was typed; null where none was.</summary>
    public static MoveBooksCommand? Of(string[] args) => TypedCommand.Of(args, Flag) is { } typed ? new MoveBooksCommand(typed) : null;

    /// <summary>Runs it, and gives the exit code: 0 where all was copied, 2 where nothing was.</summary>
    public int Run(TextWriter output, TextWriter errors)
    {
        try
        {
            var settings = typed.Settings();
            if (settings[OperationsOptions.ConnectionKey] is not { Length: > 0 } connection)
            {
                throw new BackupException($"Enter {Flag} --{OperationsOptions.ConnectionKey}=…: the PostgreSQL of the cluster, and a database in it that no node has started on.");
            }

            var data = DataFiles.Of(settings);
            var files = FilesOf(data);
            if (files.Count == 0) throw new BackupException($"Nothing was copied: there are no books in {data.Folder}. Name the folder with --Data:Directory.");
            var locks = data.Hold();
            try
            {
                Say(new BookMove(connection).Run(files, RingOf(data)), data, output);
            }
            finally
            {
                foreach (var held in locks) held.Dispose();
            }

            return TypedCommand.Done;
        }
        catch (Exception error) when (error is BackupException or StorageException or ArgumentException)
        {
            errors.WriteLine(error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or XmlException)
        {
            errors.WriteLine($"Nothing was copied: {error.Message}");
        }

        return TypedCommand.NotDone;
    }

    private static Dictionary<string, string> FilesOf(DataFiles data) => BookMove.Files
        .Select(name => (name, path: data.Named.FirstOrDefault(file => file.Name == $"{name}.db")?.Path ?? Path.Combine(data.Folder, $"{name}.db")))
        .Where(file => File.Exists(file.path))
        .ToDictionary(file => file.name, file => file.path, StringComparer.Ordinal);

    private static List<RingKey> RingOf(DataFiles data)
    {
        var folder = new DirectoryInfo(Path.Combine(data.Folder, "keys"));
        return !folder.Exists ? []
            : [.. folder.EnumerateFiles("*.xml").Select(file => new RingKey(
                Path.GetFileNameWithoutExtension(file.Name), XElement.Load(file.FullName).ToString(SaveOptions.DisableFormatting), new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)))];
    }

    private static void Say(IEnumerable<MovedTable> moved, DataFiles data, TextWriter output)
    {
        output.WriteLine($"Copied from {data.Folder}, whose files stay as they are:");
        foreach (var book in moved.GroupBy(table => table.Database))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {book.Key,-12}{book.Sum(table => table.Rows),12:N0} rows"));
        }

        output.WriteLine("Before a node starts, give every node this machine's own secrets: Audit:Key is in its file audit-key, Notices:WebhookSecret in webhook-secret.");
        output.WriteLine("The record is copied with --migrate-series --to Influx.");
    }
}
