using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Series;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>The program on a disk that fills up and gets room again.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const int RowsInABody = 200;
    private const string Megabytes = "16";

    private readonly string _disk = Directory.CreateTempSubdirectory("full-disk-").FullName;
    private FlowApp? _app;
    private bool _isMounted;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disk_ThatIsFull_Is503_SaidOnEveryPage_AndMendsItselfWithNothingLost()
    {
        Mount();
        _app = new FlowApp { Settings = new() { ["Data:Directory"] = Path.Combine(_disk, "data") } };
        Assert.DoesNotContain("The record takes no readings", await PageAsync("/"), StringComparison.Ordinal);
        var acknowledged = new List<DateTimeOffset>();
        await SendAsync(acknowledged);

        var filler = Fill();
        var refused = await SendUntilRefusedAsync(acknowledged);

        Assert.Equal((503, "store-not-ready", "30"), (refused.Status, refused.Reason, $"{refused.Headers.RetryAfter}"));
        Assert.Contains("There is no room on the disk", refused.Text, StringComparison.Ordinal);
        foreach (var page in (string[])["/", "/wall", "/places/RWH01", "/feeds"])
        {
            Assert.Matches("The record takes no readings since [0-9:apmidnghty]+: the disk is full", await PageAsync(page));
        }

        Assert.Matches("^\"OK to look at. The record takes no readings since .*: the disk is full.\"$", (await _app.GetAsync("/readyz")).Text);
        await _app.Log.SeenAsync("Error SystemFlow.Web.Health.RecordWatch The record takes no readings, and every page says so.");

        File.Delete(filler);
        await SendAsync(acknowledged);

        Assert.DoesNotContain("The record takes no readings", await PageAsync("/"), StringComparison.Ordinal);
        await _app.Log.SeenAsync("The record takes readings again");
        await AssertAllKeptAsync(_app.Services.GetRequiredService<ISeriesStore>(), acknowledged);
    }

    public void Dispose()
    {
        _app?.Dispose();
        SqliteConnection.ClearAllPools();
        if (_isMounted) Run("umount", "-l", _disk);
        Directory.Delete(_disk, recursive: true);
    }

    private void Mount()
    {
        _isMounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", _disk) == 0;
        Assert.SkipUnless(_isMounted, "Only root on Linux may mount the small disk that this fills.");
    }

    /// <summary>Takes all the room that is left.</summary>
    private string Fill()
    {
        var path = Path.Combine(_disk, "filler");
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4_096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            return path; // No room is left.
        }
    }

    // The log has room that it used before: some bodies still fit.
    private async Task<Answer> SendUntilRefusedAsync(List<DateTimeOffset> acknowledged)
    {
        for (var body = 0; body < 1_000; body++)
        {
            var answer = await SendAsync(acknowledged);
            if (answer.Status != 200) return answer;
        }

        throw new InvalidOperationException("The disk never was full.");
    }

    private async Task<Answer> SendAsync(List<DateTimeOffset> acknowledged)
    {
        var moments = Enumerable.Range(0, RowsInABody).Select(_ => _app!.NextMoment()).ToList();
        var answer = await _app!.SendAsync([.. moments.Select((moment, i) => new { place = "RWH01", metric = "beds.ga.occupied", value = 500 + i, periodEnd = moment })]);
        if (answer.Status == 200) acknowledged.AddRange(moments);
        return answer;
    }

    private async Task<string> PageAsync(string path) => await _app!.With(null).GetStringAsync(path, Cancelled);

    private static async Task AssertAllKeptAsync(ISeriesStore store, List<DateTimeOffset> acknowledged)
    {
        var kept = await store.ReadAsync(PlaceCode.Parse("RWH01"), A.BedsOccupied, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Cancelled)
            .Select(reading => reading.PeriodEnd.ToUniversalTime()).ToHashSetAsync(cancellationToken: Cancelled);
        Assert.Empty(acknowledged.Where(moment => !kept.Contains(moment.ToUniversalTime())).Select(moment => moment.ToString("O", CultureInfo.InvariantCulture)));
    }

    private static int Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
