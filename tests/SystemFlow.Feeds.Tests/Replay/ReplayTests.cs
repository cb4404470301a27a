using System.Text;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Replay;
using SystemFlow.Feeds.Tests.Sitreps;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.Replay;

public sealed class ReplayTests
{
    private const string Header = "place,metric,value,periodEnd\n";
    private const string TwoMoments = Header
        + "RWH01,beds.ga.occupied,1,2017-12-01T08:00:00Z\nRWG02,beds.ga.occupied,2,2017-12-01T08:00:00Z\n"
        + "RWH01,beds.ga.occupied,3,2017-12-01T10:00:00Z\n";

    private static readonly DateTimeOffset Eight = new(2017, 12, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void File_OfObservations_IsItsMomentsInOrder()
    {
        var file = Read(Header
            + "RWH01,beds.ga.occupied,3,2017-12-01T10:00:00Z\nRWH01,beds.ga.occupied,1,2017-12-01T08:00:00Z\n"
            + "RWG02,beds.ga.occupied,2,2017-12-01T08:00:00+00:00\nRWH99,beds.ga.occupied,2,2017-12-01T08:00:00Z\n");

        Assert.Equal([Eight, Eight.AddHours(2)], file.Moments.Select(moment => moment.At));
        Assert.Equal([1, 2], file.Moments[0].Readings.Select(reading => reading.Value));
        Assert.All(file.Moments.SelectMany(m => m.Readings), reading => Assert.Equal(reading.PeriodEnd, reading.SubmittedAt));
        Assert.Equal((3, 1), (file.Answer.Accepted, file.Answer.RejectedTotal));
    }

    [Fact]
    public void File_ThatIsASituationReport_IsKnownByItsHeader()
    {
        var file = Read("Code,Name,Date,G&A Beds Open,G&A beds occ'd,Diverts\nRWH,East,2017-12-01,600,500,1\n");

        Assert.Equal([Eight, Eight.AddHours(16)], file.Moments.Select(moment => moment.At));
        Assert.Equal(3, file.Readings);
    }

    [Fact]
    public void File_OfADailyReturn_IsLivedThroughDayByDay()
    {
        var file = Read(Published.PublishedFixtures.Calls + "\n2017-12-02,10,9,8,7\n2017-12-01,20,19,18,17\n");

        Assert.Equal([Eight.AddHours(16), Eight.AddHours(40)], file.Moments.Select(moment => moment.At));
        Assert.Equal(20, file.Moments[0].Readings[0].Value);
    }

    [Theory]
    [InlineData(Published.PublishedFixtures.Monthly)]
    [InlineData(Published.PublishedFixtures.Quarterly)]
    [InlineData(Published.PublishedFixtures.Ae22)]
    public void File_OfMonths_HasNoDaysToLiveThrough(string header)
    {
        Assert.Contains("/api/v1/published", Read(header).Refused?.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "unreadable")]
    [InlineData("colour,size\n", "unknown-column")]
    [InlineData(Header, "unreadable")]
    [InlineData("Code,Name,Date,G&A Beds Open,G&A beds occ'd\nRXX,Elsewhere,2017-12-01,1,1\n", "unreadable")]
    public void File_WithNothingToReplay_SaysSo(string body, string reason)
    {
        var file = Read(body);

        Assert.Equal(reason, file.Refused?.Reason);
        Assert.Empty(file.Moments);
    }

    [Fact]
    public async Task Feed_DeliversEachMomentWhenTheClockComesToIt()
    {
        var replay = new Running(speed: 600);

        Assert.Equal(Eight.AddHours(-1), replay.Clock.GetUtcNow());
        replay.Real.Advance(TimeSpan.FromSeconds(5.9));
        Assert.Equal(Eight.AddMinutes(-1), replay.Clock.GetUtcNow());
        Assert.Empty(replay.Delivered);
        replay.Real.Advance(TimeSpan.FromSeconds(0.1));
        await replay.NextDelivery();

        Assert.Equal([Eight, Eight], replay.Delivered.Select(reading => reading.PeriodEnd));
    }

    [Fact]
    public async Task Clock_WaitsForASlowConsumer_AndNeverPassesAMomentUndelivered()
    {
        var replay = new Running(speed: 600, isSlow: true);

        replay.Real.Advance(TimeSpan.FromSeconds(6));
        await replay.NextDelivery();
        replay.Real.Advance(TimeSpan.FromHours(5));
        Assert.Equal(Eight, replay.Clock.GetUtcNow());
        replay.Release();
        await replay.NextProgress();
        replay.Real.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(Eight.AddHours(1), replay.Clock.GetUtcNow());
        Assert.Equal(2, replay.Delivered.Count);
    }

    [Fact]
    public async Task Feed_AfterTheLastMoment_LetsTheClockRunAtRealSpeed()
    {
        var replay = new Running(speed: 600);

        replay.Real.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(66, (await replay.NextProgress()).Percent);
        replay.Real.Advance(TimeSpan.FromSeconds(12));
        var over = await replay.NextProgress();
        await replay.Run;
        replay.Real.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal(Eight.AddHours(2).AddMinutes(3), replay.Clock.GetUtcNow());
        Assert.Equal((true, 100, Eight.AddHours(2)), (over.IsOver, over.Percent, over.Moment));
    }

    [Fact]
    public void Clock_HasRealTimersAndTimeStamps()
    {
        var real = new ManualTime(A.Monday9am);
        var clock = new ReplayClock(Read(TwoMoments), 600, real);
        var rings = 0;

        using var timer = clock.CreateTimer(_ => rings++, null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        var before = clock.GetTimestamp();
        real.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, rings);
        real.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, rings);
        Assert.Equal(TimeSpan.FromMinutes(1), clock.GetElapsedTime(before));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    public void Clock_AtAnImpossibleSpeed_DoesNotStart(double speed)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => new ReplayClock(Read(TwoMoments), speed, new ManualTime(A.Monday9am)));

        Assert.Contains("--speed must be", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PublishedWinter_ReplaysWholeAndInOrder()
    {
        var file = ReplayFile.Read(await PublishedWinters.ReadAsync("2017-18"), SitrepFixtures.Import);

        Assert.Equal(210, file.Moments.Length); // 105 days, at 8am and at midnight.
        Assert.Equal(file.Moments.Select(m => m.At).Order(), file.Moments.Select(m => m.At));
        Assert.Equal(3 * 105 * 12, file.Answer.Accepted + file.Answer.RejectedTotal);
    }

    private static ReplayFile Read(string body) => ReplayFile.Read(Encoding.UTF8.GetBytes(body), Terms.At9am);

    /// <summary>A replay of two moments at a hand-moved real time. Each phase is awaited by its name.</summary>
    private sealed class Running
    {
        private readonly SemaphoreSlim _deliveries = new(0);
        private readonly SemaphoreSlim _progresses = new(0);
        private readonly TaskCompletionSource _isReleased = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ReplayFeed _feed;

        public Running(double speed, bool isSlow = false)
        {
            var file = Read(TwoMoments);
            Clock = new ReplayClock(file, speed, Real);
            _feed = new ReplayFeed(file, Clock) { Progressed = _ => _progresses.Release() };
            if (!isSlow) Release();
            Run = _feed.RunAsync(TakeAsync, TestContext.Current.CancellationToken);
        }

        public ManualTime Real { get; } = new(A.Monday9am);

        public ReplayClock Clock { get; }

        public Task Run { get; }

        public List<Reading> Delivered { get; } = [];

        public void Release() => _isReleased.SetResult();

        public Task NextDelivery() => _deliveries.WaitAsync(TestContext.Current.CancellationToken);

        public async Task<ReplayProgress> NextProgress()
        {
            await _progresses.WaitAsync(TestContext.Current.CancellationToken);
            return _feed.Progress;
        }

        private async Task TakeAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
        {
            Delivered.AddRange(batch);
            _deliveries.Release();
            await _isReleased.Task.WaitAsync(cancellationToken);
        }
    }
}
