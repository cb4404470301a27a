using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Tests.Search;

/// <summary>What was done, looked for by people on the page and taken away as a file.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly FlowApp _app = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_ByWordsAndPlace_FindsTheLine_AndTheFileIsThePage()
    {
        await DeclareAsync("RWH01", "Twelve ambulances wait");
        await DeclareAsync("RWG02", "Ambulances are diverted");

        var page = (await _app.GetAsync("/search?q=ambulances&place=RWH")).Text;
        var file = await _app.GetAsync("/api/v1/journal.csv?q=ambulances&place=RWH");

        Assert.Contains("Twelve ambulances wait", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ambulances are diverted", page, StringComparison.Ordinal);
        Assert.Contains("/api/v1/journal.csv?q=ambulances&amp;place=RWH", page, StringComparison.Ordinal);
        Assert.Equal(2, file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Twelve ambulances wait", file.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?from=yesterday", "Enter the first day as a date")]
    [InlineData("?from=2026-11-27&to=2026-11-26", "The last day is before the first")]
    [InlineData("?to=9999-12-31", "Enter the last day as a date")]
    [InlineData("?place=nowhere", "There is no place")]
    [InlineData("?kind=12", "There is no kind")]
    public async Task Search_ThatIsSpeltWrongly_SaysHow(string query, string says)
    {
        Assert.Contains(says, (await _app.GetAsync($"/search{query}")).Text, StringComparison.Ordinal);
        var file = await _app.GetAsync($"/api/v1/journal.csv{query}");
        Assert.Equal(400, file.Status);
        Assert.Contains(says, (string?)file.Json["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cell_ThatASpreadsheetWouldRun_IsText()
    {
        await DeclareAsync("RWH01", "=HYPERLINK(\"http://example.org\")");

        Assert.Contains("'=HYPERLINK", (await _app.GetAsync("/api/v1/journal.csv")).Text, StringComparison.Ordinal);
    }

    public void Dispose() => _app.Dispose();

    private Task DeclareAsync(string place, string reason)
    {
        var now = TimeProvider.System.GetUtcNow();
        return _app.Services.GetRequiredService<IEventLog>().DeclareAsync(
            new DeclaredLevel(PlaceCode.Parse(place), OpelLevel.Three, reason, "Ann Other, site lead", now, now.AddHours(4), null), Cancelled);
    }
}
