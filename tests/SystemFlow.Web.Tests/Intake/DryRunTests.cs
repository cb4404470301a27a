using System.Globalization;

namespace SystemFlow.Web.Tests.Intake;

/// <summary>A message that is only tried is answered as if it had been sent, and leaves no trace.</summary>
public sealed class DryRunTests : IDisposable
{
    private const string Header = "place,metric,value,periodEnd\n";

    private readonly FlowApp _app = new();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("observations", "place,metric,value,periodEnd\nRWH01,beds.ga.open,580,{0}\nNOWHERE,beds.ga.open,5,{0}\n", "1 0 0 1")]
    [InlineData("sitrep", "Code,Name,Date,G&A Beds Open,G&A beds occ'd\nRWH,East and North,2021-03-28,600,500\n", "2 0 0 0")]
    public async Task Message_ThatIsTried_IsCountedAndNotKept(string route, string csv, string counts)
    {
        var body = Fill(csv);

        var tried = await _app.SendAsync("text/csv", body, $"{route}?dryRun=true");
        var counted = await MessagesAsync();
        var sent = await _app.SendAsync("text/csv", body, $"{route}?dryRun=false");

        Assert.Equal((200, counts), (tried.Status, tried.Counts));
        Assert.True((bool)tried.Json["dryRun"]!);
        Assert.Equal(0, counted);
        Assert.Equal((200, counts), (sent.Status, sent.Counts)); // Nothing of it is a duplicate.
        Assert.Null(sent.Json["dryRun"]);
    }

    [Fact]
    public async Task Message_OfRefusedRowsAlone_Is422WhenTriedToo()
    {
        var tried = await _app.SendAsync("text/csv", Header + Fill("NOWHERE,beds.ga.open,5,{0}\n"), "observations?dryRun=true");

        Assert.Equal((422, "0 0 0 1"), (tried.Status, tried.Counts));
    }

    [Fact]
    public async Task Patient_InAMessageThatIsTried_IsRefusedAndNotCounted()
    {
        var tried = await _app.SendAsync("text/csv", "place,metric,value,periodEnd,nhs number\n", "observations?dryRun=true");

        Assert.Equal((422, "looks-like-a-patient"), (tried.Status, tried.Reason));
        Assert.Equal(0, await MessagesAsync());
    }

    /// <summary>Whoever means to try must never store by a slip of the pen.</summary>
    [Theory]
    [InlineData("yes")]
    [InlineData("True,true")]
    public async Task DryRun_ThatIsNeitherTrueNorFalse_Is400AndNothingIsKept(string word)
    {
        var answer = await _app.SendAsync("text/csv", Header + Fill("RWH01,beds.ga.open,580,{0}\n"), $"observations?dryRun={word}");

        Assert.Equal((400, "unknown-value"), (answer.Status, answer.Reason));
        Assert.Equal(0, await MessagesAsync());
    }

    /// <summary>Messages that the feed is known to have sent today, good or bad.</summary>
    private async Task<int> MessagesAsync() =>
        (int)Assert.Single((await _app.GetAsync("/api/v1/feeds")).Json.AsArray())!["today"]!["messages"]!;

    private string Fill(string body) => body.Replace(
        "{0}", _app.NextMoment().ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
