using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>A ward clerk enters figures on a phone, where no feed runs beside.</summary>
public sealed class EntryTests(Chromium chromium, QuietFlow quiet) : IClassFixture<QuietFlow>, IAsyncDisposable
{
    private const int Phone = 390;

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task BedBase_ByKeyboardAlone_IsFourFieldsAndSaved_AndSeenWithItsAuthor()
    {
        var page = await FormAsync("RY424");
        var fields = page.Locator("input[inputmode='numeric']");
        await Expect(fields).ToHaveCountAsync(4); // The target: at most four fields and Save.

        await fields.First.FocusAsync();
        foreach (var typed in new[] { "24", "21", "3", "2" })
        {
            await page.Keyboard.TypeAsync(typed);
            await page.Keyboard.PressAsync("Enter");
        }

        await Expect(page.Locator("#saved")).ToHaveTextAsync("Saved");
        await Expect(page.Locator("#saved")).ToBeFocusedAsync();
        await Expect(page.Locator(".flow-saved")).ToContainTextAsync("4 figures as at");
        Assert.Equal(Phone, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));
        Assert.Empty(await page.FaultsAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "See Cheshunt" }).ClickAsync();
        await Expect(page.FigureOfPlace("bedbase.occupied")).ToContainTextAsync("21");
        await Expect(page.FigureOfPlace("bedbase.occupied", ".flow-figures__age")).ToContainTextAsync("entered by Ann Other, site lead");
    }

    [Fact]
    public async Task Mistake_IsSaidAtTheTopAndBesideItsField_AndWhatWasTypedStays()
    {
        var page = await FormAsync("RY402");
        await Figure(page, "Beds open").FillAsync("20");
        await Figure(page, "Beds occupied").FillAsync("nineteen");
        await SaveAsync(page);

        var summary = page.Locator(".nhsuk-error-summary");
        await Expect(summary).ToBeFocusedAsync();
        await Expect(page.Locator("#figure-bedbase-occupied-error")).ToContainTextAsync("enter a whole number in digits");
        await Expect(Figure(page, "Beds open")).ToHaveValueAsync("20");
        Assert.Empty(await page.FaultsAsync());
        await summary.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Figure(page, "Beds occupied")).ToBeFocusedAsync();
        await Expect(Figure(page, "Beds occupied")).ToHaveValueAsync("nineteen");

        await Figure(page, "Beds occupied").FillAsync("19");
        await Expect(page.Locator(".flow-entry__free")).ToHaveTextAsync("Free: 1");
        await SaveAsync(page);
        await Expect(page.Locator("#saved")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task DoublePress_SendsOnce_AndACorrectionAmends()
    {
        var page = await FormAsync("RY409");
        await Figure(page, "Beds open").FillAsync("30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).DblClickAsync();
        await Expect(page.Locator(".flow-saved")).ToContainTextAsync("1 figure as at");
        await Expect(page.Locator(".flow-saved")).Not.ToContainTextAsync("the same as before");

        await page.GetByRole(AriaRole.Button, new() { Name = "Change what I just sent" }).ClickAsync();
        await Expect(Figure(page, "Beds open")).ToHaveValueAsync("30");
        await Figure(page, "Beds open").FillAsync("28");
        await SaveAsync(page);

        await Expect(page.Locator(".flow-saved")).ToContainTextAsync("1 figure amended");
        await page.GotoAsync(new Uri(quiet.Flow.Address, "places/RY409").ToString());
        await Expect(page.FigureOfPlace("bedbase.open", ".flow-figures__age")).ToContainTextAsync("was 30");
    }

    [Fact]
    public async Task LastValue_IsBesideTheField_AndInItOnlyByAPress_AndThePlaceIsRemembered()
    {
        var page = await FormAsync("RY412");
        await Figure(page, "Beds open").FillAsync("22");
        await SaveAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enter newer figures" }).ClickAsync();

        await Expect(Figure(page, "Beds open")).ToHaveValueAsync("");
        await Expect(page.Locator("#figure-bedbase-open-last")).ToContainTextAsync(": 22, by Ann Other, site lead");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this for Beds open" }).ClickAsync();
        await Expect(Figure(page, "Beds open")).ToHaveValueAsync("22");

        await page.GetByRole(AriaRole.Link, new() { Name = "All places" }).ClickAsync();
        await Expect(page.Locator("#last-place")).ToHaveTextAsync("Queen Victoria Memorial again");
    }

    private async Task<IPage> FormAsync(string place) => await chromium.SignedInAsync(quiet.Flow.Address, $"entry/{place}", Phone);

    private static ILocator Figure(IPage page, string name) => page.GetByRole(AriaRole.Textbox, new() { Name = name, Exact = true });

    private static Task SaveAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
}

/// <summary>The app without its simulator.</summary>
public sealed class QuietFlow : IAsyncLifetime
{
    private FlowProcess? _flow;

    public FlowProcess Flow => _flow ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync() =>
        _flow = await FlowProcess.StartAsync(TestContext.Current.CancellationToken, "--Simulator:Enabled=false");

    public async ValueTask DisposeAsync()
    {
        if (_flow is not null) await _flow.DisposeAsync();
    }
}
