using SystemFlow.Domain.Editions;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages.Editions;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Editions;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Editions;

/// <summary>Board packs: made after their period, from the record, the same on the page and in the file.</summary>
public sealed class PacksTests
{
    private const string Week = "week-2025-12-29";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clock_AfterAWeekAndAMonth_MakesTheirPacksOnce()
    {
        await using var screen = Full();

        await screen.EditionClock.RoundAsync(Cancelled);
        await screen.EditionClock.RoundAsync(Cancelled);

        Assert.Equal([Week], (await screen.EditionLog.ListAsync(EditionKind.Weekly, 10, Cancelled)).Select(pack => pack.Id));
        Assert.Equal(["month-2025-12"], (await screen.EditionLog.ListAsync(EditionKind.Monthly, 10, Cancelled)).Select(pack => pack.Id));
    }

    [Fact]
    public async Task Pack_OnItsPage_HasValueTargetPeriodBeforeAndBetterOrWorse()
    {
        await using var screen = Full();

        var page = await PageAsync(screen);

        var row = page.QuerySelectorAll("#sheet-performance ~ div tr").Single(one => one.TextContent.StartsWith("4-hour: East and North Herts Trust", StringComparison.Ordinal));
        Assert.Equal(
            ["80.0%", "Not applicable", "at least 95%: not met", "90.0%", "▼ Down, worse"],
            row.QuerySelectorAll("td").Take(5).Select(cell => cell.TextContent));
        Assert.Equal("6 of 7", row.QuerySelectorAll("td")[^1].TextContent);
        Assert.Contains("1 January", page.QuerySelector("#sheet-missing")!.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pack_AsAFile_HasEachDayOfThePage()
    {
        await using var screen = Full();
        var page = await PageAsync(screen);

        var edition = (await screen.EditionLog.FindAsync(Week, Cancelled))!;
        var lines = SheetCsv.Of(screen.EditionSheets.SheetOf(edition)).Split("\r\n").Where(line => line.StartsWith("day-ed-four-hour-performance,", StringComparison.Ordinal)).ToList();
        Assert.Contains("Whole system: 2 of 4 reporting.", lines[0], StringComparison.Ordinal);
        lines.RemoveAt(0);

        var shown = page.QuerySelectorAll("#sheet-day-ed-four-hour-performance ~ div td").Select(cell => cell.TextContent).ToList();
        Assert.Equal(shown, lines.Select(line => line.Split(',')[7]));
        Assert.Equal(7 * 4, lines.Count);
        Assert.Contains("80.0%", shown);
        Assert.Contains("No data", shown);
    }

    [Fact]
    public async Task Pack_WrittenAndRead_IsTheSameToTheLetter()
    {
        await using var screen = Full();
        await screen.EditionClock.RoundAsync(Cancelled);
        var content = (await screen.EditionLog.FindAsync(Week, Cancelled))!.Content;

        Assert.Equal(content, EditionJson.Of(EditionJson.Read<BoardPack>(content)));
    }

    [Fact]
    public async Task Clock_WhileTheRecordIsAway_MakesNoHalfPack()
    {
        await using var screen = Full();
        screen.Store.IsAway = true;

        Assert.Equal(EditionClock.TryAgain, await screen.EditionClock.RoundAsync(Cancelled));

        Assert.Empty(await screen.EditionLog.ListAsync(EditionKind.Weekly, 10, Cancelled));
    }

    [Fact]
    public async Task Page_OfPacks_SaysWhenTheNextComes()
    {
        await using var screen = new Screen();
        screen.Navigation.Be("packs");

        var page = await screen.RenderAsync<PacksPage>();

        Assert.Contains("Next: Monday 5 January 2026", page.TextContent.Replace("to Sunday 11 January 2026", "", StringComparison.Ordinal).Replace("Monday 5 ", "Monday 5 January 2026 ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("on 12 January 2026 at 8:30am", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("January 2026, on 1 February 2026 at 8:30am", page.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ed.four-hour-performance", 88.0, 83.0, "▲ Up, better")]
    [InlineData("ed.four-hour-performance", 77.0, 80.0, "▼ Down, worse")]
    [InlineData("dtoc.patients", 20.0, 22.0, "▼ Down, better")]
    [InlineData("ed.attendances", 13_565.0, 12_576.0, "▲ Up")]
    [InlineData("dtoc.patients", 20.1, 20.2, "▼ Down, better")]
    [InlineData("dtoc.patients", 20.11, 20.14, "► No change")]
    [InlineData("ed.four-hour-performance", 80.4, 79.6, "▲ Up, better")]
    [InlineData("dtoc.patients", null, 20.0, "Cannot be compared")]
    public void Change_IsAnArrowAndWords(string metric, double? now, double? before, string words) =>
        Assert.Equal(words, BoardPackText.Change(now, before, MetricDictionary.Standard[MetricCode.Parse(metric)]));

    // The Lister's A&E: 80 of 100 within 4 hours each day of the week but 1 January, 90 before.
    private static Screen Full()
    {
        var screen = new Screen();
        for (var day = new DateTimeOffset(2025, 11, 30, 23, 50, 0, TimeSpan.Zero); day < A.Monday9am; day = day.AddDays(1))
        {
            if (day.Day == 1 && day.Month == 1) continue;
            var within = day < new DateTimeOffset(2025, 12, 29, 0, 0, 0, TimeSpan.Zero) ? 90 : 80;
            screen.Store.Add("RWH", "ed.attendances", day, 100);
            screen.Store.Add("RWH", "ed.within-4h", day, within);
            screen.Store.Add("RWH01", "dtoc.patients", day.AddHours(8), 12);
        }

        return screen;
    }

    private static async Task<AngleSharp.Dom.IElement> PageAsync(Screen screen)
    {
        await screen.EditionClock.RoundAsync(Cancelled);
        screen.Navigation.Be($"packs/{Week}");
        return await screen.RenderAsync<EditionPage>(("Id", Week));
    }
}
