using System.Globalization;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Series;
using SystemFlow.Testing;
using SystemFlow.Web.Charts;
using SystemFlow.Web.Components.Charts;

namespace SystemFlow.Web.Tests.Charts;

public sealed class TrendsOverHttpTests(FlowApp app) : IClassFixture<FlowApp>
{
    [Theory]
    [InlineData("place=RWH01&metric=ed.in-department&range=24h")]
    [InlineData("place=RWH01&metric=ed.in-department&range=30d&compare=year&chart=spc")]
    [InlineData("place=RWH01&metric=ed.in-department&range=winter")]
    public async Task Csv_HasJustWhatTheChartShows_ToTheDigit(string query)
    {
        await FillAsync();

        var csv = await app.GetAsync($"/api/v1/trends.csv?{query}");

        var drawing = TrendDrawing.Of(await AskAsync(query), "");
        var lines = csv.Text.TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal((200, "text/csv"), (csv.Status, csv.Type));
        Assert.Equal(drawing.Times, lines.Select(cells => DateTimeOffset.Parse(cells[5], CultureInfo.InvariantCulture).ToUnixTimeMilliseconds()));
        Assert.Equal(ValuesOf(drawing, "value"), lines.Select(cells => NumberOf(cells[6])));
        Assert.Equal(ValuesOf(drawing, "mean"), lines.Select(cells => NumberOf(cells[11])));
        Assert.Contains(lines, cells => cells[6].Length > 0);
        Assert.All(lines, cells => Assert.Equal(("RWH01", "patients"), (cells[0], cells[4])));
        Assert.All(lines, cells => Assert.NotEqual("", cells[15]));
    }

    [Fact]
    public async Task Csv_ASourceThatASpreadsheetWouldRun_BeginsWithAnApostrophe()
    {
        var view = await AskAsync("place=RWH01&metric=ed.in-department&range=7d"); // No other test asks it: the desk keeps a chart for a minute.

        Assert.Contains(",'=HYPERLINK(1),", TrendCsv.Of(view, "=HYPERLINK(1)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_APlaceThatThereIsNot_IsNotFound() =>
        Assert.Equal(404, (await app.GetAsync("/api/v1/trends.csv?place=NOWHERE")).Status);

    [Fact]
    public async Task Page_AnAddress_ShowsTheFigureItsComparisonAndTheWayToTheFile()
    {
        await FillAsync();

        var page = await PageAsync("place=RWH01&metric=ed.in-department&range=24h");

        Assert.Equal("RWH01", page.QuerySelector("#trend-place option[selected]")?.GetAttribute("value"));
        Assert.Equal("ed.in-department", page.QuerySelector("#trend-metric option[selected]")?.GetAttribute("value"));
        Assert.Contains("less than a week ago at this time: 500", page.QuerySelector(".flow-said")?.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.QuerySelector("a[href*='range=24h'][href*='compare=week'][aria-current]")?.GetAttribute("aria-current"));
        Assert.StartsWith("/api/v1/trends.csv?place=RWH01&metric=ed.in-department&range=24h", page.QuerySelector("a[download]")?.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("true", page.QuerySelector(".flow-chart__drawing")?.GetAttribute("aria-hidden"));
    }

    [Fact]
    public async Task Page_WithoutData_SaysWhy()
    {
        var page = await PageAsync("place=RWG&metric=monthly.ed.attendances");

        Assert.Contains("No published figures for", page.QuerySelector(".flow-trendchart__none")?.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("a[download]"));
    }

    [Fact]
    public async Task Page_APlaceThatThereIsNot_IsNotFound()
    {
        using var client = app.CreateClient();
        using var answer = await client.GetAsync("/trends?place=NOWHERE", TestContext.Current.CancellationToken);

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task PlacePage_EachChart_LeadsToACloserLook()
    {
        var page = await PageAsync("", "/places/RWH01?range=7d");

        Assert.Contains("/trends?place=RWH01&metric=ed.in-department&range=7d", page.QuerySelectorAll("a.flow-chart__closer").Select(link => link.GetAttribute("href")));
    }

    // Twenty days at 8am, the last quarter of an hour, and the same time a week before.
    private async Task FillAsync()
    {
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var today8am = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(7);
        List<Reading> readings =
        [
            .. Enumerable.Range(1, 20).Select(day => Of(today8am.AddDays(-day), 60 + (day % 3))),
            Of(now.AddMinutes(-1), 71), Of(now.AddDays(-7).AddMinutes(-3), 500),
        ];
        await app.Services.GetRequiredService<ISeriesStore>().AppendAsync(readings, TestContext.Current.CancellationToken);
        await app.SendAsync(new { place = "RWH01", metric = "ed.in-department", value = 71, periodEnd = now });
        await app.ShownAsync("RWH01", state => state[MetricCode.Parse("ed.in-department")]?.Reading.Value == 71);
    }

    private static Reading Of(DateTimeOffset at, double value) => A.Reading with
    {
        Metric = MetricCode.Parse("ed.in-department"),
        PeriodEnd = at,
        SubmittedAt = at,
        Value = value,
        Cadence = TimeSpan.FromHours(1),
        Source = "test",
    };

    private async Task<TrendView> AskAsync(string query)
    {
        var values = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query);
        var question = TrendQuestion.Read(
            values["place"], values["metric"], values["range"], values.GetValueOrDefault("compare"), values.GetValueOrDefault("chart"),
            Footprint.HertfordshireWestEssex, MetricDictionary.Standard)!;
        return await app.Services.GetRequiredService<TrendDesk>().OfAsync(question, asAt: null, TestContext.Current.CancellationToken);
    }

    private async Task<AngleSharp.Dom.IElement> PageAsync(string query, string path = "/trends")
    {
        using var client = app.CreateClient();
        var html = await client.GetStringAsync(new Uri($"{path}{(query.Length > 0 ? "?" : "")}{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        return new HtmlParser().ParseDocument(html).Body!;
    }

    private static IEnumerable<double?> ValuesOf(TrendDrawing drawing, string kind) =>
        drawing.Strokes.FirstOrDefault(stroke => stroke.Kind == kind)?.Values ?? Enumerable.Repeat<double?>(null, drawing.Times.Length);

    private static double? NumberOf(string cell) => cell.Length > 0 ? double.Parse(cell, CultureInfo.InvariantCulture) : null;
}
