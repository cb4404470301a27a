using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Operations.Keys;
using SystemFlow.Web.Intake;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>Who sends too much is told to wait, and how long; nobody else is, and nothing is kept of it or lost.</summary>
public sealed class GateTests
{
    private const int RoomBytes = 64 * 1024;
    private const string Row = "beds.ga.open,place=RWH01 value=600";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Three a minute may come, and ten times as many do.</summary>
    [Fact]
    public async Task Feed_ThatSendsTenTimesItsLimit_IsToldWhenToTryAgain_AndTheOthersAreNot()
    {
        using var app = new FlowApp { Settings = new() { ["Feeds:MessagesPerMinute"] = "3" } };
        using var noisy = app.With(FlowApp.Key);
        var counted = CountTurnedAway(FeedKey.OperatorsFeed, out var listener);
        using var _ = listener;

        var answers = new List<Answer>();
        for (var i = 0; i < 30; i++) answers.Add(await SendAsync(noisy, "/api/v2/write"));
        var other = await app.SendAsync("observations", JsonContent.Create(Array.Empty<object>()), app.Scoped("RWH"));

        Assert.Equal([204, 204, 204, 429], answers.Take(4).Select(answer => answer.Status));
        Assert.Equal(200, other.Status);
        var refused = answers.Where(answer => answer.Status != 204).ToList();
        Assert.InRange(refused.Count, 20, 27); // A slow machine gives a token back every 20 seconds.
        Assert.All(refused, answer => Assert.Equal((429, "too many requests"), (answer.Status, (string?)answer.Json["code"])));
        Assert.All(refused, answer => Assert.InRange(int.Parse($"{answer.Headers.RetryAfter}"), 1, 20));
        Assert.Contains("3 messages a minute", refused[0].Text, StringComparison.Ordinal);
        Assert.True(counted() >= refused.Count);
    }

    [Fact]
    public async Task Key_WithALimitOfItsOwn_HasThatOne()
    {
        using var app = new FlowApp();
        var secret = app.Services.GetRequiredService<FeedKeys>().Issue("own", new KeyScope([], MessagesPerMinute: 1), "A test");
        using var client = app.With(secret);

        var first = await app.SendAsync("observations", JsonContent.Create(Array.Empty<object>()), client);
        var second = await app.SendAsync("observations", JsonContent.Create(Array.Empty<object>()), client);

        Assert.Equal((200, 429, "too-many-messages"), (first.Status, second.Status, second.Reason));
        Assert.Contains("1 messages a minute", second.Text, StringComparison.Ordinal);
    }

    /// <summary>Bodies that never end hold memory: their feed's share of it, and no more.</summary>
    [Fact]
    public async Task Feed_WhoseBodiesNeverEnd_HoldsItsShareAlone_AndGivesItBackWhenItHangsUp()
    {
        using var app = Small();
        app.UseKestrel(0); // The real server, with real connections to hang up.
        using var noisy = app.With(FlowApp.Key);
        var gate = app.Services.GetRequiredService<IntakeGate>();
        using var first = await HalfSent.ToAsync(noisy.BaseAddress!, "#");
        using var second = await HalfSent.ToAsync(noisy.BaseAddress!, "#");
        await UntilAsync(() => gate.BytesInFlight == 2 * RoomBytes);

        var refused = await SendAsync(noisy, "/write", new string('#', RoomBytes / 2));
        var other = await app.SendAsync("observations", JsonContent.Create(Array.Empty<object>()), app.Scoped("RWH"));
        first.HangUp(abruptly: true);
        second.HangUp(abruptly: false);
        await UntilAsync(() => gate.BytesInFlight == 0);
        var again = await SendAsync(noisy, "/write");

        Assert.Equal((429, "1"), (refused.Status, $"{refused.Headers.RetryAfter}"));
        Assert.Contains("has its share", (string?)refused.Json["error"], StringComparison.Ordinal);
        Assert.Equal((200, 204), (other.Status, again.Status));
    }

    /// <summary>What hangs up in the middle was not sent: nothing of it is on record, and it is nothing to be alarmed by.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sender_ThatHangsUpInTheMiddle_LeavesNothingBehind(bool abruptly)
    {
        using var app = Small();
        app.UseKestrel(0);
        using var client = app.With(FlowApp.Key);
        var gate = app.Services.GetRequiredService<IntakeGate>();
        using var sending = await HalfSent.ToAsync(client.BaseAddress!, $"{Row}\n");
        await UntilAsync(() => gate.BytesInFlight > 0);

        sending.HangUp(abruptly);
        await UntilAsync(() => gate.BytesInFlight == 0);

        var kept = await app.GetAsync("/api/v1/series?place=RWH01&metric=beds.ga.open&from=2001-01-01T00:00:00Z&to=2999-01-01T00:00:00Z");
        Assert.Empty(kept.Json.AsArray());
        Assert.DoesNotContain(app.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    /// <summary>A sender that all but stops is cut off: the bytes that it holds are others'.</summary>
    [Fact]
    public async Task Sender_ThatIsTooSlow_Is408()
    {
        using var app = Small();
        app.UseKestrel(0);
        using var client = app.With(FlowApp.Key);

        using var sending = await HalfSent.ToAsync(client.BaseAddress!, "#");
        var answer = await sending.ReadAnswerAsync();

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains("The body did not come", answer, StringComparison.Ordinal);
    }

    /// <summary>While the disk is slow, a feed may queue half of what waits for it; there is a place for whoever comes next.</summary>
    [Fact]
    public async Task Feed_WithItsShareOfTheQueue_Waits_AndTheOthersDoNot()
    {
        FakeSeries? store = null;
        using var app = new FlowApp
        {
            Settings = new() { ["Series:QueueCapacity"] = "8" },
            Store = real => store = new FakeSeries(real),
        };
        using var noisy = app.With(FlowApp.Key);
        using var quiet = app.Scoped("RWH");
        var gate = app.Services.GetRequiredService<IntakeGate>();
        var disk = new TaskCompletionSource();
        store!.BeforeAppend = disk.Task;
        var waiting = Enumerable.Range(0, 4).Select(_ => SendAsync(noisy, "/write")).ToList();
        await UntilAsync(() => gate.ReadingsWaiting == 4);

        var refused = await SendAsync(noisy, "/write");
        var other = SendAsync(quiet, "/write");
        await UntilAsync(() => gate.ReadingsWaiting == 5);
        disk.SetResult();

        Assert.Equal((429, "1"), (refused.Status, $"{refused.Headers.RetryAfter}"));
        Assert.Contains("has its share", refused.Text, StringComparison.Ordinal);
        Assert.Equal(204, (await other).Status);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(204, answer.Status));
        Assert.Equal(0, gate.ReadingsWaiting);
    }

    private static FlowApp Small() => new()
    {
        Settings = new() { ["Feeds:MaxBodyBytes"] = $"{RoomBytes}", ["Feeds:MaxBytesInFlight"] = $"{4 * RoomBytes}" },
    };

    private static async Task<Answer> SendAsync(HttpClient client, string path, string lines = Row)
    {
        using var response = await client.PostAsync(path, new StringContent(lines), Cancelled);
        return await Answer.OfAsync(response);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        stop.CancelAfter(FlowApp.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition()) await timer.WaitForNextTickAsync(stop.Token);
    }

    /// <summary>What the meter counts for one feed from now on.</summary>
    private static Func<long> CountTurnedAway(string feed, out MeterListener listener)
    {
        var count = 0L;
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, all) =>
            {
                if (instrument is { Meter.Name: "SystemFlow.Intake", Name: "intake.turned_away" }) all.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, one, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "feed", Value: string name } && name == feed) Interlocked.Add(ref count, one);
            }
        });
        listener.Start();
        return () => Interlocked.Read(ref count);
    }

    /// <summary>A message over a connection of its own that announces its length, and stops in the middle.</summary>
    private sealed class HalfSent(TcpClient connection) : IDisposable
    {
        public static async Task<HalfSent> ToAsync(Uri address, string beginning)
        {
            var connection = new TcpClient();
            await connection.ConnectAsync(address.Host, address.Port, Cancelled);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /write HTTP/1.1\r\nHost: {address.Authority}\r\nX-Api-Key: {FlowApp.Key}\r\nContent-Length: {RoomBytes}\r\n\r\n{beginning}"), Cancelled);
            return new HalfSent(connection);
        }

        /// <summary>Goes away: as if the cable were pulled, or in good order.</summary>
        public void HangUp(bool abruptly)
        {
            if (abruptly) connection.LingerState = new LingerOption(enable: true, seconds: 0);
            connection.Close();
        }

        /// <summary>Everything that the server says until it closes the connection.</summary>
        public async Task<string> ReadAnswerAsync()
        {
            using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);
            return await reader.ReadToEndAsync(Cancelled);
        }

        public void Dispose() => connection.Dispose();
    }
}
