using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SystemFlow.Web.Tests.Hosting;

public sealed class ReplayTests : IDisposable
{
    private const int Days = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-replay-").FullName;

    private string Winter => Path.Combine(_folder, "winter.csv");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Replay_KilledOnItsWay_KeepsWhatWasOnRecordAndGoesOnToTheEnd()
    {
        await File.WriteAllLinesAsync(Winter, MadeUpWinter(), Cancelled);
        using (var program = await StartAsync())
        {
            await UntilAsync(program, beds => beds.Count > 4);
            program.Kill();
        }

        var reached = DateTimeOffset.Parse(
            await File.ReadAllTextAsync(Path.Combine(_folder, "data/replays/winter/reached"), Cancelled), CultureInfo.InvariantCulture);
        using var again = await StartAsync();
        var kept = await BedsAsync(again);
        var all = await UntilAsync(again, beds => beds.Count == Days);

        var acknowledged = Expected().Where(day => day.Key <= reached).ToList();
        Assert.InRange(acknowledged.Count, 5, Days - 1);
        Assert.All(acknowledged, day => Assert.Equal(day.Value, kept[day.Key]));
        Assert.Equal(Expected(), all);
    }

    [Fact]
    public async Task Replay_ThatCameToItsEnd_BeginsAgain()
    {
        await File.WriteAllLinesAsync(Winter, MadeUpWinter(), Cancelled);
        using (var program = await StartAsync())
        {
            await UntilAsync(program, beds => beds.Count == Days);
            var mark = Path.Combine(_folder, "data/replays/winter/reached");
            await UntilAsync(program, _ => File.ReadAllText(mark).StartsWith("2017-12-13", StringComparison.Ordinal));
        }

        using var again = await StartAsync(speed: "1");

        Assert.Empty(await BedsAsync(again));
    }

    [Fact]
    public async Task Replay_GoesBackInItsOwnTime()
    {
        await File.WriteAllLinesAsync(Winter, MadeUpWinter(), Cancelled);
        using var program = await StartAsync();
        await UntilAsync(program, beds => beds.Count == Days);

        var third = await program.Http.GetFromJsonAsync<JsonElement>("/api/v1/places/RWH?at=2017-12-03T08:30", Cancelled);
        var after = await program.Http.GetAsync("/api/v1/places/RWH?at=2018-01-20T08:30", Cancelled);

        Assert.Equal(502, third.GetProperty("figures").GetProperty("beds.ga.occupied").GetProperty("reading").GetProperty("value").GetDouble());
        Assert.Equal(HttpStatusCode.BadRequest, after.StatusCode);
    }

    [Fact]
    public async Task Replay_AFileThatIsNone_EndsTheStartAndSaysWhy()
    {
        await File.WriteAllTextAsync(Winter, "Code,Colour\nRWH,green\n", Cancelled);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync());

        Assert.Contains("Replay:File (--replay)", error.Message);
        Assert.Contains("winter.csv", error.Message);
    }

    private Task<RunningProgram> StartAsync(string speed = "100000") => RunningProgram.StartAsync(
        Path.Combine(_folder, "data"), "--no-simulator", "--replay", Winter, "--speed", speed);

    private static IEnumerable<string> MadeUpWinter() => Enumerable.Range(0, Days)
        .Select(day => string.Create(CultureInfo.InvariantCulture,
            $"\"RWH\",\"East And North Hertfordshire NHS Trust\",{new DateOnly(2017, 12, 1).AddDays(day):yyyy-MM-dd},2,1,580,{500 + day},0,20,15,0.75,0,0,250,90,0,0"))
        .Prepend("\"Code\",\"Name\",\"Date\",\"Delays30\",\"Delays60\",\"G&A Beds Open\",\"G&A beds occ'd\",\"Occupancy rate\",\"CC Adult Open\",\"CC Adult Occ\",\"Critical care beds occupancy rate\",\"No. beds closed due to norovirus etc.\",\"No. unoccupied beds closed due to norovirus etc.\",\"No. beds occupied by long-stay patients (> 7 days)\",\"No. beds occupied by long-stay patients (> 21 days)\",\"Closures\",\"Diverts\"");

    // Bed figures are as at 8am, and in winter the UK's time is UTC.
    private static Dictionary<DateTimeOffset, double> Expected() => Enumerable.Range(0, Days)
        .ToDictionary(day => new DateTimeOffset(2017, 12, 1, 8, 0, 0, TimeSpan.Zero).AddDays(day), day => 500.0 + day);

    private static async Task<Dictionary<DateTimeOffset, double>> BedsAsync(RunningProgram program)
    {
        var json = await program.Http.GetStringAsync(
            "/api/v1/series?place=RWH&metric=beds.ga.occupied&from=2017-11-01T00:00Z&to=2018-03-01T00:00Z", Cancelled);
        return JsonDocument.Parse(json).RootElement.EnumerateArray().ToDictionary(
            reading => reading.GetProperty("periodEnd").GetDateTimeOffset(), reading => reading.GetProperty("value").GetDouble());
    }

    private static async Task<Dictionary<DateTimeOffset, double>> UntilAsync(
        RunningProgram program, Func<Dictionary<DateTimeOffset, double>, bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(Cancelled))
        {
            if (await BedsAsync(program) is var beds && condition(beds)) return beds;
        }

        throw new InvalidOperationException("Not reached: a timer that is not disposed of ticks on.");
    }
}
