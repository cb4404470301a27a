using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
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
        using var hangUp = new CancellationTokenSource();
        var open = Enumerable.Range(0, 2).Select(_ => noisy.PostAsync("/write", new EndlessBody(RoomBytes), hangUp.Token)).ToList();
        await UntilAsync(() => gate.BytesInFlight == 2 * RoomBytes);

        var refused = await SendAsync(noisy, "/write", new string('#', RoomBytes / 2));
        var other = await app.SendAsync("observations", JsonContent.Create(Array.Empty<object>()), app.Scoped("RWH"));
        await hangUp.CancelAsync();
        await UntilAsync(() => gate.BytesInFlight == 0);
        var again = await SendAsync(noisy, "/write");

        Assert.Equal((429, "1"), (refused.Status, $"{refused.Headers.RetryAfter}"));
        Assert.Contains("has its share", (string?)refused.Json["error"], StringComparison.Ordinal);
        Assert.Equal((200, 204), (other.Status, again.Status));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(open));
    }

    /// <summary>What hangs up in the middle was not sent: nothing of it is on record, and nothing is refused for it.</summary>
    [Fact]
    public async Task Sender_ThatHangsUpInTheMiddle_LeavesNothingBehind()
    {
        using var app = Small();
        app.UseKestrel(0);
        using var client = app.With(FlowApp.Key);
        var gate = app.Services.GetRequiredService<IntakeGate>();
        using var hangUp = new CancellationTokenSource();
        var sending = client.PostAsync("/write", new EndlessBody(RoomBytes, Row + "\n"), hangUp.Token);
        await UntilAsync(() => gate.BytesInFlight > 0);

        await hangUp.CancelAsync();
        await UntilAsync(() => gate.BytesInFlight == 0);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Empty((await app.GetAsync("/api/v1/series?place=RWH01&metric=beds.ga.open&from=2001-01-01T00:00:00Z&to=2999-01-01T00:00:00Z")).Json.AsArray());
        Assert.DoesNotContain(app.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    /// <summary>A sender that all but stops is cut off: the bytes that it holds are others'.</summary>
    [Fact]
    public async Task Sender_ThatIsTooSlow_Is408()
    {
        using var app = Small();
        app.UseKestrel(0);
        using var client = app.With(FlowApp.Key);

        using var response = await client.PostAsync("/write", new EndlessBody(RoomBytes), Cancelled);
        var answer = await Answer.OfAsync(response);

        Assert.Equal(408, answer.Status);
        Assert.Contains("The body did not come", (string?)answer.Json["error"], StringComparison.Ordinal);
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

    /// <summary>A body that announces its length, and stops in the middle for good.</summary>
    private sealed class EndlessBody(int announced, string beginning = "#") : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = announced;
            return true;
        }
    }
}
