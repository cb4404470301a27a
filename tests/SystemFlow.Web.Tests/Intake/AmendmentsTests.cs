using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>Through the front door: the latest submission wins, and what was before stays to be seen.</summary>
public sealed class AmendmentsTests(FlowApp app) : IClassFixture<FlowApp>
{
    [Fact]
    public async Task Late_FourteenDaysBack_IsTaken_AndDoesNotTakeTheScreensBack()
    {
        var now = app.NextMoment();
        await SendAsync("RWH01", now, 561);

        var late = await SendAsync("RWH01", now.AddDays(-14), 540);
        var amended = await SendAsync("RWH01", now.AddDays(-14), 541);

        Assert.Equal(("1 0 0 0", "0 1 0 0"), (late.Counts, amended.Counts));
        var shown = await app.ShownAsync("RWH01", state => state[A.BedsOccupied]?.Reading.PeriodEnd == now);
        Assert.Equal(561, shown[A.BedsOccupied]!.Reading.Value);
        Assert.Equal([540], await WasAsync("RWH01", now.AddDays(-15), now));
    }

    [Fact]
    public async Task OutOfOrder_TheOlderMomentIsTaken_AndTheNewerStaysOnScreen()
    {
        var at = app.NextMoment();
        await SendAsync("RWG02", at, 520);

        var older = await SendAsync("RWG02", at.AddMinutes(-15), 510);

        Assert.Equal("1 0 0 0", older.Counts);
        var shown = await app.ShownAsync("RWG02", state => state[A.BedsOccupied]?.Reading.PeriodEnd == at);
        Assert.Equal(520, shown[A.BedsOccupied]!.Reading.Value);
    }

    [Fact]
    public async Task Corrected_TheLatestSubmissionWins_InWhateverOrderTheyArrive()
    {
        var at = app.NextMoment();
        await SendAsync("RQWG0", at, 400, at);
        await SendAsync("RQWG0", at, 404, at.AddMinutes(2));

        var older = await SendAsync("RQWG0", at, 402, at.AddMinutes(1));

        Assert.Equal("0 0 1 0", older.Counts);
        var shown = await app.ShownAsync("RQWG0", state => state[A.BedsOccupied]?.Reading.Value == 404);
        Assert.Equal((400, at.AddMinutes(2)), (shown[A.BedsOccupied]!.Reading.AmendedFrom, shown[A.BedsOccupied]!.Reading.AmendedAt));
        Assert.Equal([400], await WasAsync("RQWG0", at, at.AddTicks(1)));
    }

    [Fact]
    public async Task SaidAgainLater_AnAmendmentFromInBetween_DoesNotWin()
    {
        var at = app.NextMoment();
        await SendAsync("RWG08", at, 60, at);
        await SendAsync("RWG08", at, 60, at.AddMinutes(2));

        var between = await SendAsync("RWG08", at, 66, at.AddMinutes(1));

        Assert.Equal("0 0 1 0", between.Counts);
        Assert.Empty(await WasAsync("RWG08", at, at.AddTicks(1)));
    }

    [Theory]
    [InlineData("NOWHERE", "beds.ga.occupied", "place")]
    [InlineData("RWH01", "beds.ga.occupancy", "metric")]
    public async Task Amendments_OfNoSeries_SaysWhatIsWrong(string place, string metric, string field)
    {
        var answer = await app.GetAsync($"/api/v1/amendments?place={place}&metric={metric}");

        Assert.Equal(400, answer.Status);
        Assert.NotNull(answer.Json["errors"]![field]);
    }

    private Task<Answer> SendAsync(string place, DateTimeOffset at, int value, DateTimeOffset? submittedAt = null) =>
        app.SendAsync(new { place, metric = "beds.ga.occupied", value, periodEnd = at, submittedAt = submittedAt ?? TimeProvider.System.GetUtcNow() });

    private async Task<IEnumerable<double>> WasAsync(string place, DateTimeOffset from, DateTimeOffset to)
    {
        var answer = await app.GetAsync(
            $"/api/v1/amendments?place={place}&metric=beds.ga.occupied&from={Uri.EscapeDataString(from.ToString("O"))}&to={Uri.EscapeDataString(to.ToString("O"))}");
        return answer.Json.AsArray().Select(one => (double)one!["replaced"]!["value"]!);
    }
}
