using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using SystemFlow.Series;
using SystemFlow.Series.Migrating;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Backups;

/// <summary>
/// <c>--migrate-series --to Embedded|Influx</c>: copies the record from the one kind of store into the other, both as the settings describe
/// them, while the program does not run. Stopped by Ctrl+C or a kill, it goes on where it was when it is started again; the source stays as it is.
/// </summary>
internal sealed class MigrateSeriesCommand(TypedCommand typed, string? to)
{
    private const string Flag = "--migrate-series", ToFlag = "--to";
    private const string MarkName = "series-migration.json";

    /// <summary>The command that was typed; null where none was.</summary>
    public static MigrateSeriesCommand? Of(string[] args)
    {
        if (TypedCommand.Of(args, Flag) is not { } typed) return null;
        var to = TypedCommand.Of(typed.Rest, ToFlag);
        return new MigrateSeriesCommand(to is null ? typed : typed with { Rest = to.Rest }, to?.Value);
    }

    /// <summary>Runs it, and gives the exit code: 0 where the copy is whole, 1 where it is not, 2 where it was stopped or could not be made.</summary>
    public async Task<int> RunAsync(TextWriter output, TextWriter errors, TimeProvider time)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await RunAsync(output, errors, time, stop.Token);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true; // It ends by itself, after the batch that is under way.
            stop.Cancel();
        }
    }

    /// <summary>The same, until it is stopped.</summary>
    internal async Task<int> RunAsync(TextWriter output, TextWriter errors, TimeProvider time, CancellationToken stopped)
    {
        var progress = new ProgressBar(errors, "Copying", "readings", !Console.IsErrorRedirected, time);
        MigrationMark? mark = null;
        try
        {
            var (from, into) = Kinds();
            var settings = typed.Settings();
            var data = DataFiles.Of(settings);
            await using var source = await StoreOfKind.OpenAsync(from, settings, data, stopped);
            await using var target = await StoreOfKind.OpenAsync(into, settings, data, stopped);
            mark = MigrationMark.Open(Path.Combine(data.Folder, MarkName), source.Words, target.Words);
            output.WriteLine($"Copying the record from {source.Words} into {target.Words}{(mark.IsOnTheWay ? ", from where it was stopped" : "")}. The source stays as it is.");
            var result = await new Migration(source.Store, target.Store, mark, time, new Shown(progress)).RunAsync(stopped);
            progress.End();
            return Say(result, into, output);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            progress.Say(string.Create(CultureInfo.InvariantCulture, $"Stopped: {mark?.Readings ?? 0:N0} readings are copied. Start it again to go on from there."));
        }
        catch (Exception error) when (error is BackupException or SeriesException or OptionsValidationException or IOException or UnauthorizedAccessException)
        {
            progress.Say(error.Message);
            if (mark is not null) errors.WriteLine("What is copied stays. Start it again to go on from there.");
        }

        return TypedCommand.NotDone;
    }

    private (SeriesKind From, SeriesKind To) Kinds() => Enum.TryParse<SeriesKind>(to, ignoreCase: true, out var kind) && Enum.IsDefined(kind)
        ? (kind == SeriesKind.Influx ? SeriesKind.Embedded : SeriesKind.Influx, kind)
        : throw new BackupException($"Enter {Flag} {ToFlag} Embedded or {Flag} {ToFlag} Influx, with the settings of both: Series:Path and Series:Influx:Url.");

    private static int Say(MigrationResult result, SeriesKind kind, TextWriter output)
    {
        output.WriteLine($"{"",8}{"series",12}{"readings",16}{"amendments",14}");
        output.WriteLine(Line("source", result.From));
        output.WriteLine(Line("copy", result.To));
        output.WriteLine(result.IsWhole
            ? $"The copy is whole. Start the program with Series:Kind={kind}; delete the source when you need it no more."
            : "The copy has less than the source. Start it again: what is copied counts once. If that does not help, look for damage with --verify-series.");
        return result.IsWhole ? TypedCommand.Done : TypedCommand.NotWell;
    }

    private static string Line(string which, SeriesStatistics has) =>
        string.Create(CultureInfo.InvariantCulture, $"{which,-8}{has.Series,12:N0}{has.Readings,16:N0}{has.Amendments,14:N0}");

    private sealed class Shown(ProgressBar bar) : IProgress<MigrationProgress>
    {
        private string? _why;
        private bool _isOnItsWay;

        public void Report(MigrationProgress value)
        {
            if (value.Why is { } why && why != _why) bar.Say($"Waiting: {why}");
            _why = value.Why;
            bar.Show(value.Copied, value.Total);
            if (value.Waiting > 0 && !_isOnItsWay) bar.Say(string.Create(CultureInfo.InvariantCulture, $"{value.Waiting:N0} readings are on their way to the server."));
            _isOnItsWay = value.Waiting > 0;
        }
    }
}
