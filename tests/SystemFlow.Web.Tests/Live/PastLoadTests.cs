using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Live;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Live;

/// <summary>There are as many past moments as seconds; whoever asks for many of them slows neither what is live nor anybody else for long.</summary>
public sealed class PastLoadTests
{
    private static readonly MetricCode InDepartment = MetricCode.Parse("ed.in-department");
    private static readonly int Taken = PastTurns.AtOnce + PastTurns.MostWaiting;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static TrendQuestion Question => TrendQuestion.Read(
        "RWH01", "ed.in-department", "24h", "week", "line", Footprint.HertfordshireWestEssex, MetricDictionary.Standard)!;

    [Fact]
    public async Task Moments_500AtOnce_AreReadTwoAtATime_TheRestIsToldToComeAgain_AndLiveChartsGoOn()
    {
        await using var screen = Create(out var open);

        var asked = Enumerable.Range(0, 500).Select(second => screen.PastView.AtAsync(A.Monday9am.AddSeconds(-second), Cancelled)).ToList();
        var chart = await screen.TrendDesk.OfAsync(Question, asAt: null, Cancelled);
        var line = await screen.Trends.OfAsync(A.Lister, InDepartment, TrendRange.Day, Cancelled);
        open.SetResult();
        var answers = await Task.WhenAll(asked);

        Assert.Equal((90, 90), (chart.Last?.Value, line.At(A.Monday9am.AddMinutes(-1))));
        Assert.Equal(Taken, answers.Count(past => past.Outcome is PastOutcome.Known));
        Assert.Equal(500 - Taken, answers.Count(past => past.Outcome is PastOutcome.Busy));
        Assert.All(answers.Where(past => past.Outcome is PastOutcome.Busy).SelectMany(past => past.States.Values), state => Assert.Empty(state.Figures));
        Assert.InRange(screen.Store.MostPastAtOnce, 1, PastTurns.AtOnce);
        Assert.NotEqual(PastOutcome.Busy, (await screen.PastView.AtAsync(A.Monday9am.AddSeconds(-499), Cancelled)).Outcome);
    }

    [Fact]
    public async Task Charts_ManyPastOnes_AreToldToComeAgain_AndLiveOnesGoOn()
    {
        await using var screen = Create(out var open);

        var asked = Enumerable.Range(0, 100).Select(minute => screen.TrendDesk.OfAsync(Question, A.Monday9am.AddMinutes(-minute), Cancelled)).ToList();
        var chart = await screen.TrendDesk.OfAsync(Question, asAt: null, Cancelled);
        open.SetResult();
        var charts = await Task.WhenAll(asked);

        Assert.Equal(90, chart.Last?.Value);
        Assert.Equal(100 - Taken, charts.Count(past => past is { IsBusy: true, Rows.IsEmpty: true }));
    }

    [Fact]
    public async Task Lines_OfManyPastMoments_LeaveThoseOfNowWhereTheyAre()
    {
        await using var screen = Create(out var open);
        open.SetResult();
        await screen.Trends.OfAsync(A.Lister, InDepartment, TrendRange.Day, Cancelled);

        for (var minute = 0; minute <= Trends.Capacity; minute++)
        {
            await screen.Trends.OfAsync(A.Lister, InDepartment, TrendRange.Day, Cancelled, A.Monday9am.AddMinutes(-minute));
        }

        var reads = screen.Store.Reads;
        await screen.Trends.OfAsync(A.Lister, InDepartment, TrendRange.Day, Cancelled);
        Assert.Equal(reads, screen.Store.Reads);
    }

    [Fact]
    public async Task Moments_ThatNobodyWaitsForAnyMore_AreGivenUp()
    {
        await using var screen = Create(out var open);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var asked = Enumerable.Range(0, Taken).Select(second => screen.PastView.AtAsync(A.Monday9am.AddSeconds(-second), gone.Token)).ToList();

        await gone.CancelAsync();
        foreach (var moment in asked) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => moment);
        open.SetResult();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(FlowApp.Patience);
        var past = await screen.PastView.AtAsync(A.Monday9am, patience.Token);
        while (past.Outcome is PastOutcome.Busy) // Until the turns of those who left are given back.
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            past = await screen.PastView.AtAsync(A.Monday9am, patience.Token);
        }

        Assert.Equal(PastOutcome.Known, past.Outcome);
        // One place each at most, by whoever came to his turn as he left; all of them to their ends would be thirty times as many.
        Assert.InRange(screen.Store.PastReads, 1, Taken + Footprint.HertfordshireWestEssex.Places.Length);
    }

    [Fact]
    public async Task Moment_ThatOneOfTwoStillWaitsFor_IsReadOnce()
    {
        await using var screen = Create(out var open);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var leaves = screen.PastView.AtAsync(A.Monday9am, gone.Token);
        var stays = screen.PastView.AtAsync(A.Monday9am, Cancelled);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        open.SetResult();

        Assert.Equal(PastOutcome.Known, (await stays).Outcome);
        Assert.Equal(Footprint.HertfordshireWestEssex.Places.Length, screen.Store.PastReads);
    }

    [Fact]
    public async Task Moments_BeforeTheRecord_LookForItsBeginningOnce()
    {
        await using var screen = Create(out var open);
        open.SetResult();

        for (var day = 1; day <= 20; day++)
        {
            var past = await screen.PastView.AtAsync(A.Monday9am.AddDays(-100 - day), Cancelled);
            Assert.Equal((PastOutcome.BeforeTheRecord, A.Monday9am.AddMinutes(-1)), (past.Outcome, past.Begins));
        }

        Assert.Equal(1, screen.Store.Begins);
    }

    [Fact]
    public async Task Api_MoreMomentsThanCanWait_Is503AndSaysWhenToComeAgain()
    {
        FakeSeries? store = null;
        using var app = new FlowApp { Store = real => store = new FakeSeries(real) };
        await app.SendAsync(new { place = "RWH01", metric = "beds.ga.occupied", value = 561, periodEnd = app.NextMoment() });
        var open = new TaskCompletionSource();
        store!.BeforePast = open.Task;
        var (view, now) = (app.Services.GetRequiredService<PastView>(), TimeProvider.System.GetUtcNow());
        var asked = Enumerable.Range(1, Taken).Select(second => view.AtAsync(now.AddSeconds(-second), Cancelled)).ToList();

        var at = now.AddMinutes(-10).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        var answers = new List<Answer>();
        foreach (var route in new[] { "system", "places/RWH01", "levels", "alerts", "trends.csv" }) answers.Add(await app.GetAsync($"/api/v1/{route}?at={at}"));
        var page = await app.GetAsync($"/?at={at}");
        var live = await app.GetAsync("/api/v1/trends.csv");
        open.SetResult();
        await Task.WhenAll(asked);

        Assert.All(answers, answer => Assert.Equal((503, 5), (answer.Status, answer.Headers.RetryAfter?.Delta?.TotalSeconds)));
        Assert.All(answers, answer => Assert.Contains("Try again in a few seconds", (string?)answer.Json["detail"], StringComparison.Ordinal));
        Assert.Contains("Try again in a few seconds", page.Text, StringComparison.Ordinal);
        Assert.Equal(200, live.Status);
    }

    // Reads of the past stand still until they are let go.
    private static Screen Create(out TaskCompletionSource open)
    {
        open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var screen = new Screen();
        screen.Store.Add("RWH01", "ed.in-department", A.Monday9am.AddMinutes(-1), 90);
        screen.Store.BeforePast = open.Task;
        return screen;
    }
}
