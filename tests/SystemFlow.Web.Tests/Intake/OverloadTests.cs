using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using SystemFlow.Web.Tests.Hosting;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>The whole program as a process, sent ten times what it can take.</summary>
public sealed class OverloadTests : IDisposable
{
    private const int RowsEach = 20;
    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddHours(-6);

    private readonly string _folder = Directory.CreateTempSubdirectory("systemflow-overload-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The queue takes two messages of one feed at a time, and twenty senders never stop. Then the power fails.</summary>
    [Fact]
    public async Task TenTimesTheLoad_Is429_AndWhatWasAcknowledgedSurvivesAKill()
    {
        var sent = new ConcurrentDictionary<int, HttpStatusCode?>(); // Null: nobody knows what became of it.
        using (var program = await RunAsync($"--Series:QueueCapacity={4 * RowsEach}", "--Feeds:MessagesPerMinute=10000000"))
        {
            var enough = new TaskCompletionSource();
            var next = 0;
            var senders = Enumerable.Range(0, 20).Select(async _ =>
            {
                for (var i = Interlocked.Increment(ref next); await SendAsync(program, i, sent); i = Interlocked.Increment(ref next))
                {
                    if (Count(sent, HttpStatusCode.NoContent) >= 200 && Count(sent, HttpStatusCode.TooManyRequests) >= 200) enough.TrySetResult();
                }
            }).ToList();
            await enough.Task.WaitAsync(Cancelled);
            program.Kill();
            await Task.WhenAll(senders);
        }

        using var again = await RunAsync();
        var kept = await KeptAsync(again);

        Assert.All(sent.Values, status => Assert.Contains(status, new HttpStatusCode?[] { HttpStatusCode.NoContent, HttpStatusCode.TooManyRequests, null }));
        Assert.All(sent.Where(message => message.Value is HttpStatusCode.NoContent), message => Assert.Equal(RowsEach, kept.GetValueOrDefault(message.Key)));
        Assert.All(sent.Where(message => message.Value is HttpStatusCode.TooManyRequests), message => Assert.Equal(0, kept.GetValueOrDefault(message.Key)));
        Assert.All(kept.Values, rows => Assert.Equal(RowsEach, rows)); // A message is kept whole, or not at all.
    }

    /// <summary>A quarter of a gigabyte comes at once, where 16 MB may be held.</summary>
    [Fact]
    public async Task LargeBodies_ComingAllAtOnce_AreBoundedInMemory()
    {
        const int BodyBytes = 4 * 1024 * 1024;
        using var program = await RunAsync($"--Feeds:MaxBodyBytes={BodyBytes}", $"--Feeds:MaxBytesInFlight={4 * BodyBytes}");
        var line = $"beds.ga.open,place=RWH01 value=600 {Stamp(0)}\n";
        var body = System.Text.Encoding.ASCII.GetBytes(line.PadLeft(BodyBytes, '\n'));
        await PostAsync(program, new ByteArrayContent(body)); // All that a program needs once is there.
        var before = program.PeakMemory;

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => PostAsync(program, new ByteArrayContent(body))));
        var after = await PostAsync(program, new StringContent(line));

        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.All(answers, status => Assert.Contains(status, new[] { HttpStatusCode.NoContent, HttpStatusCode.TooManyRequests }));
        Assert.Equal(HttpStatusCode.NoContent, after);
        Assert.InRange(program.PeakMemory - before, 0, 32 * BodyBytes); // Half of what came; unbounded it would be all of it and its copies.
    }

    private Task<RunningProgram> RunAsync(params string[] settings) => RunningProgram.StartAsync(
        _folder, ["--Simulator:Enabled=false", $"--SYSTEMFLOW_FEED_KEY={FlowApp.Key}", .. settings]);

    private static int Count(ConcurrentDictionary<int, HttpStatusCode?> sent, HttpStatusCode status) => sent.Values.Count(one => one == status);

    private static async Task<bool> SendAsync(RunningProgram program, int message, ConcurrentDictionary<int, HttpStatusCode?> sent)
    {
        sent[message] = null;
        try
        {
            var rows = Enumerable.Range(0, RowsEach).Select(row => $"beds.ga.open,place=RWH01 value={row} {Stamp((message * RowsEach) + row)}");
            sent[message] = await PostAsync(program, new StringContent(string.Join('\n', rows)));
            return true;
        }
        catch (HttpRequestException)
        {
            return false; // The program is gone.
        }
    }

    private static async Task<HttpStatusCode> PostAsync(RunningProgram program, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/write?precision=ms");
        request.Headers.Add("X-Api-Key", FlowApp.Key);
        request.Content = content;
        using var response = await program.Http.SendAsync(request, Cancelled);
        return response.StatusCode;
    }

    // A reading's moment is its number: in milliseconds, so that none is another's.
    private static long Stamp(int number) => Start.ToUnixTimeMilliseconds() + number;

    /// <summary>How many rows of each message are on record.</summary>
    private static async Task<Dictionary<int, int>> KeptAsync(RunningProgram program)
    {
        var from = DateTimeOffset.FromUnixTimeMilliseconds(Stamp(0));
        var kept = new Dictionary<int, int>();
        while (true)
        {
            var path = string.Create(CultureInfo.InvariantCulture,
                $"/api/v1/series?place=RWH01&metric=beds.ga.open&from={Uri.EscapeDataString($"{from:O}")}&to=2999-01-01T00:00:00Z");
            var page = JsonDocument.Parse(await program.Http.GetStringAsync(path, Cancelled)).RootElement.EnumerateArray()
                .Select(reading => reading.GetProperty("periodEnd").GetDateTimeOffset()).ToList();
            if (page.Count == 0) return kept;
            foreach (var message in page.Select(at => (int)((at.ToUnixTimeMilliseconds() - Stamp(0)) / RowsEach)))
            {
                kept[message] = kept.GetValueOrDefault(message) + 1;
            }

            from = page[^1].AddMilliseconds(1);
        }
    }
}
