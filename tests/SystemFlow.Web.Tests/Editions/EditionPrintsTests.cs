using SystemFlow.Operations.Editions;
using SystemFlow.Testing;
using SystemFlow.Web.Editions;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Editions;

/// <summary>Who asks for PDFs, however often and however impatiently, has each printed once.</summary>
public sealed class EditionPrintsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Print_ThatItsAskerLeft_EndsAllTheSame_AndIsKeptForTheNext()
    {
        using var browser = new ScriptedBrowser();
        await using var screen = EditionsTests.Full(browser.Path);
        var edition = await MadeAsync(screen, A.Monday9am);
        browser.Hold();
        using var impatient = new CancellationTokenSource();
        var left = screen.EditionPrints.PdfOfAsync(edition, isForMail: false, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        var waiting = screen.EditionPrints.PdfOfAsync(edition, isForMail: false, Cancelled);
        browser.Release();
        var first = await waiting;
        var second = await screen.EditionPrints.PdfOfAsync(edition, isForMail: false, Cancelled);

        Assert.StartsWith("%PDF-", System.Text.Encoding.Latin1.GetString(first.Pdf!), StringComparison.Ordinal);
        Assert.Equal(first.Pdf, second.Pdf);
        Assert.Equal(1, browser.Prints);
    }

    [Fact]
    public async Task Prints_MoreThanCanWait_AreForLater_ButNeverThoseOfMails()
    {
        using var browser = new ScriptedBrowser();
        await using var screen = EditionsTests.Full(browser.Path);
        var editions = new List<Edition>();
        for (var minute = 0; minute <= EditionPrints.MostInside; minute++) editions.Add(await MadeAsync(screen, A.Monday9am.AddMinutes(-minute)));
        browser.Hold();
        var waiting = editions.Take(EditionPrints.MostInside).Select(edition => screen.EditionPrints.PdfOfAsync(edition, isForMail: false, Cancelled)).ToList();

        var refused = await screen.EditionPrints.PdfOfAsync(editions[^1], isForMail: false, Cancelled);
        var mail = screen.EditionPrints.PdfOfAsync(editions[^1], isForMail: true, Cancelled);
        browser.Release();

        Assert.True(refused.IsForLater);
        Assert.Null(refused.Pdf);
        Assert.NotNull((await mail).Pdf);
        Assert.All(await Task.WhenAll(waiting), printed => Assert.NotNull(printed.Pdf));
    }

    [Fact]
    public async Task Browser_LearnsNothingOfTheServersSecrets()
    {
        const string Secret = "SYSTEMFLOW_TEST_SECRET";
        System.Environment.SetEnvironmentVariable(Secret, "correct-horse");
        using var browser = new ScriptedBrowser();
        await using var screen = EditionsTests.Full(browser.Path);

        await screen.EditionPrints.PdfOfAsync(await MadeAsync(screen, A.Monday9am), isForMail: false, Cancelled);

        Assert.Contains("PATH=", browser.Environment, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, browser.Environment, StringComparison.Ordinal);
    }

    private static async Task<Edition> MadeAsync(Screen screen, DateTimeOffset at) =>
        (await screen.EditionLog.FindAsync((await screen.Editions.MakeDailyAsync(at, Cancelled)).Id!, Cancelled))!;
}
