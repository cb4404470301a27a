using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

public sealed class LiveFigureTests(Chromium chromium) : IAsyncDisposable
{
    private const string Lister = "RWH01";
    private const string InDepartment = "ed.in-department";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task SystemPage_ReadingPosted_FigureChangesWithoutReload()
    {
        await using var flow = await FlowProcess.StartAsync(Stop, "--no-simulator");
        var page = await chromium.OpenAsync(flow.Address);
        await page.EvaluateAsync("() => { window.isTheSamePage = true; }");

        await flow.PostAsync(Lister, InDepartment, 87);

        await Expect(page.FigureInTable(Lister, InDepartment)).ToHaveTextAsync("87");
        await Expect(page.Locator($"tr[data-place='{Lister}'] .flow-age").First).ToHaveTextAsync("just now");
        Assert.True(await page.EvaluateAsync<bool>("() => window.isTheSamePage === true"));
    }

    [Fact]
    public async Task PlacePage_ReadingPosted_FigureAndItsAgeChangeWithoutReload()
    {
        await using var flow = await FlowProcess.StartAsync(Stop, "--no-simulator");
        var page = await chromium.OpenAsync(flow.Address, $"places/{Lister}");
        await page.EvaluateAsync("() => { window.isTheSamePage = true; }");

        await flow.PostAsync(Lister, InDepartment, 87);

        await Expect(page.FigureOfPlace(InDepartment)).ToHaveTextAsync("87 patients");
        await Expect(page.FigureOfPlace(InDepartment, ".flow-figures__age")).ToHaveTextAsync("just now");
        Assert.True(await page.EvaluateAsync<bool>("() => window.isTheSamePage === true"));
    }

    [Fact]
    public async Task TwoPages_ReadingPosted_BothChange()
    {
        await using var flow = await FlowProcess.StartAsync(Stop, "--no-simulator");
        var wall = await chromium.OpenAsync(flow.Address);
        var desk = await chromium.OpenAsync(flow.Address, $"places/{Lister}");

        await flow.PostAsync(Lister, InDepartment, 91);

        await Expect(wall.FigureInTable(Lister, InDepartment)).ToHaveTextAsync("91");
        await Expect(desk.FigureOfPlace(InDepartment)).ToHaveTextAsync("91 patients");
    }

    [Fact]
    public async Task Figure_HoursOld_IsShownAsOldAndNeverAsZero()
    {
        await using var flow = await FlowProcess.StartAsync(Stop, "--no-simulator");
        await flow.PostAsync(Lister, InDepartment, 64, age: TimeSpan.FromHours(5));
        await flow.KillAsync();

        await flow.StartAsync(Stop);
        var page = await chromium.OpenAsync(flow.Address);

        await Expect(page.FigureInTable(Lister, InDepartment)).ToHaveTextAsync("645 h old");
        await Expect(page.FigureInTable("RWH", InDepartment)).ToContainTextAsync("No data");
        await Expect(page.FigureInTable("RWG02", InDepartment)).ToHaveTextAsync("No data");
        await Expect(page.Locator($"tr[data-place='{Lister}'] .flow-age").First).ToHaveTextAsync("Silent: 5 h");
    }

    [Fact]
    public async Task Page_Paused_KeepsItsFiguresUntilContinued()
    {
        await using var flow = await FlowProcess.StartAsync(Stop, "--no-simulator");
        await flow.PostAsync(Lister, InDepartment, 70);
        var page = await chromium.OpenAsync(flow.Address);
        await page.IsLiveAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.Locator(".flow-paused")).ToContainTextAsync("Paused.");

        await flow.PostAsync(Lister, InDepartment, 71);
        await page.IsLiveAsync();
        await Expect(page.FigureInTable(Lister, InDepartment)).ToHaveTextAsync("70");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();

        await Expect(page.FigureInTable(Lister, InDepartment)).ToHaveTextAsync("71");
    }
}
