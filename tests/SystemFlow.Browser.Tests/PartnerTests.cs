using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>What an administrator and a partner do to connect a feed.</summary>
public sealed class PartnerTests(Chromium chromium, QuietFlow quiet) : IClassFixture<QuietFlow>, IAsyncDisposable
{
    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task Key_IsIssuedForAPlace_ShownOnce_Rotated_AndRevoked()
    {
        var page = await chromium.SignedInAsync(quiet.Flow.Address, "keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the key" }).ClickAsync();
        await Expect(page.Locator(".nhsuk-error-summary")).ToContainTextAsync("Name the feed");

        await page.Locator("#key-feed").FillAsync("cheshunt-beds");
        await page.GetByLabel("some places, each with all that is under it").CheckAsync();
        await page.Locator(".flow-picker input[value='RY424']").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Issue the key" }).ClickAsync();
        var secret = await page.Locator("#the-secret").TextContentAsync();
        Assert.Empty(await page.FaultsAsync());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity), (await SendAsync(secret, "RY424"), await SendAsync(secret, "RY402")));

        await page.GetByRole(AriaRole.Button, new() { Name = "I have copied it: hide it" }).ClickAsync();
        await Expect(page.Locator("#the-secret")).ToHaveCountAsync(0);
        Assert.DoesNotContain(secret!, await page.ContentAsync(), StringComparison.Ordinal);
        var row = page.Locator("tr[data-key='cheshunt-beds']");
        await Expect(row).ToContainTextAsync("just now", new() { Timeout = 30_000 }); // The page looks anew every ten seconds.
        await row.GetByRole(AriaRole.Button, new() { Name = "Rotate" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a new secret" }).ClickAsync();
        var fresh = await page.Locator("#the-secret").TextContentAsync();
        Assert.NotEqual(secret, fresh);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await SendAsync(secret, "RY424"), await SendAsync(fresh, "RY424")));

        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, revoke cheshunt-beds now" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Revoked");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (await SendAsync(secret, "RY424"), await SendAsync(fresh, "RY424")));
    }

    [Fact]
    public async Task File_IsChecked_LineByLine_AndAPatientsIsRefusedWhole()
    {
        var page = await chromium.OpenAsync(quiet.Flow.Address, "feeds/check", 390);
        await page.IsLiveAsync();
        var at = TimeProvider.System.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture);

        await ChooseAsync(page, "beds.csv", $"place,metric,value,absent,periodEnd\nRY424,bedbase.open,24,,{at}\nRY424,bedbase.occupied,,,{at}\n");

        var verdict = page.Locator("[data-verdict='rows']");
        await Expect(verdict).ToContainTextAsync("CSV with the template's header");
        await Expect(page.Locator(".flow-table--refusals tbody tr")).ToContainTextAsync("missing-field");
        await Expect(verdict).ToContainTextAsync("Cheshunt");
        Assert.Empty(await page.FaultsAsync());
        Assert.Equal(390, await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));

        await ChooseAsync(page, "people.csv", $"place,metric,value,periodEnd,nhsNumber\nRY424,bedbase.open,24,{at},9434765919\n");

        await Expect(page.Locator("[data-verdict='refused']")).ToContainTextAsync("looks-like-a-patient");
        Assert.DoesNotContain("9434765919", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_CannotBeChosen_UntilThePageReadsIt()
    {
        var page = await chromium.BlankAsync();
        await page.RouteAsync(new Regex("/blazor\\.web\\..*js"), script => script.AbortAsync()); // A slow line, on which the page is only a picture as yet.
        await page.GotoAsync(new Uri(quiet.Flow.Address, "feeds/check").ToString());

        await Expect(page.Locator("#check-file")).ToBeDisabledAsync();
        await Expect(page.Locator("#check-format")).ToBeDisabledAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("getting ready");

        await page.UnrouteAllAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("#check-file")).ToBeEnabledAsync();
        await Expect(page.Locator("#check-format")).ToBeEnabledAsync();
    }

    private static async Task ChooseAsync(IPage page, string name, string text)
    {
        await Expect(page.Locator("#check-file")).ToBeEnabledAsync();
        await page.Locator("#check-file").SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
    }

    private async Task<HttpStatusCode> SendAsync(string? key, string place)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(quiet.Flow.Address, "api/v1/observations"))
        {
            Headers = { { "X-Api-Key", key } },
            Content = JsonContent.Create(new[] { new { place, metric = "bedbase.queue", value = 1, periodEnd = TimeProvider.System.GetUtcNow() } }),
        };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
