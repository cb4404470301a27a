using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>An alert that fires, answered by one person while others look.</summary>
public sealed class AlertsTests(Chromium chromium) : IAsyncDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task Alert_TakenOnByOne_OthersSeeWhoHasItWithoutReload()
    {
        await using var flow = await StartAsync();
        var other = await chromium.OpenAsync(flow.Address, "alerts");
        await other.EvaluateAsync("() => { window.isTheSamePage = true; }");
        var page = await SignedInAsync(flow, "alerts", 1440);

        await page.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();

        await Expect(other.Locator(".flow-alert__phase")).ToContainTextAsync("Taken on by Ann Other, site lead at");
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Lister: Bed occupancy high" })).ToBeVisibleAsync();
        Assert.True(await other.EvaluateAsync<bool>("() => window.isTheSamePage === true"));
        await Expect(page.GetByText("What happened, and who was told")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Alert_PutOffOnAPhone_NeedsAReason_AndItsHistoryHasIt()
    {
        await using var flow = await StartAsync();
        var page = await SignedInAsync(flow, "my?lead=site-lister-day", 390);

        await page.GetByRole(AriaRole.Button, new() { Name = "Put off, or add a note" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Put off", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Give a reason" })).ToBeVisibleAsync();
        await page.GetByLabel("Note, or why you put it off").FillAsync("Ward opens at 11");
        await page.GetByLabel("Put off for").SelectOptionAsync("120");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put off", Exact = true }).ClickAsync();

        await Expect(page.Locator(".flow-alert__phase")).ToContainTextAsync("Put off by Ann Other, site lead until");
        await page.GetByRole(AriaRole.Button, new() { Name = "What happened" }).ClickAsync();
        await Expect(page.Locator(".flow-trailbox")).ToContainTextAsync("Put off by Ann Other, site lead: Ward opens at 11");
    }

    [Fact]
    public async Task OnAPhone_ButtonsAreMadeForAThumb_AndNothingScrollsSideways()
    {
        await using var flow = await StartAsync();
        var page = await SignedInAsync(flow, "alerts", 390);

        await page.GetByRole(AriaRole.Button, new() { Name = "Put off, or add a note" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Shown: whole system" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Over in 24 h (0)" })).ToBeVisibleAsync();

        var heights = await page.EvaluateAsync<double[]>("""
            () => [...document.querySelectorAll(".flow-alert button, .flow-alert select, .flow-alert input, .flow-filter--alerts a")].map(one => one.getBoundingClientRect().height)
            """);
        Assert.All(heights, height => Assert.True(height >= 44, $"{height} px high"));
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
        Assert.Empty(await page.FaultsAsync());
    }

    [Fact]
    public async Task Planned_SaidBeforehand_IsListed()
    {
        await using var flow = await StartAsync();
        var page = await SignedInAsync(flow, "alerts", 1440);

        await page.GetByText("Say what you expect").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Say beforehand" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Choose a place." })).ToBeVisibleAsync();
        await page.Locator(".flow-plan select").First.SelectOptionAsync("RWH01");
        await page.GetByLabel("Reason (needed)").FillAsync("Ward move");
        await page.GetByRole(AriaRole.Button, new() { Name = "Say beforehand" }).ClickAsync();

        await Expect(page.Locator(".flow-plan .flow-list li")).ToContainTextAsync("Ward move (Ann Other, site lead)", new() { Timeout = 20_000 });
    }

    // Nothing is fed, so that the alert stays as it is left here: silence neither clears nor raises.
    private static async Task<FlowProcess> StartAsync()
    {
        var flow = await FlowProcess.StartAsync(Stop, "--no-simulator");
        await flow.KillAsync();
        var now = TimeProvider.System.GetUtcNow();
        var log = new EventLog(Options.Create(new EventLogOptions { Path = Path.Combine(flow.Data, "events.db") }), TimeProvider.System);
        var alert = AlertState.None("occupancy-high", PlaceCode.Parse("RWH01")) with
        {
            Phase = AlertPhase.Firing,
            Since = now.AddMinutes(-5),
            FiredAt = now.AddMinutes(-5),
            Episode = "occupancy-high/RWH01/1",
            Severity = Severity.Warning,
            Words = "Bed occupancy 97%, at or above 95%",
            StepsTaken = 1,
        };
        var told = new OutboxMessage(
            "occupancy-high/RWH01/1/0/site-lister-day/screen", alert.Episode, "site-lister-day", Channel.Screen, "", Severity.Warning, "Bed occupancy high", "", now);
        await log.RecordAsync(new AlertChange(alert, [new AlertEvent(AlertEventKind.Fired, now.AddMinutes(-5), alert.Words, 0)], [told]), Stop);
        await flow.StartAsync(Stop);
        return flow;
    }

    private async Task<IPage> SignedInAsync(FlowProcess flow, string path, int width)
    {
        var page = await chromium.OpenAsync(flow.Address, $"sign-in?returnUrl=%2F{Uri.EscapeDataString(path)}", width);
        await page.GetByLabel("User name").FillAsync(FlowProcess.UserNameOf("Ann Other"));
        await page.GetByLabel("Password").FillAsync(FlowProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(new Uri(flow.Address, path).ToString());
        await page.IsLiveAsync();
        return page;
    }
}
