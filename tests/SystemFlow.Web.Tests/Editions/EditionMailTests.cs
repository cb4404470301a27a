using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;
using SystemFlow.Web.Editions;
using SystemFlow.Web.Notices;
using SystemFlow.Web.Tests.Notices;

namespace SystemFlow.Web.Tests.Editions;

/// <summary>The dashboard by mail, through a real mail server, each part held against the page.</summary>
public sealed class EditionMailTests
{
    private const int LargestHtml = 100_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_HasTheFiguresOfThePageInEachPart_OneForEachOnTheList()
    {
        await using var server = await MailServer.StartAsync();
        using var app = App(server.Port);
        var id = await MadeAsync(app, "a@example.org", "b@example.org");
        await SentAsync(app, id, 2);

        var page = new HtmlParser().ParseDocument((await app.GetAsync($"/dashboard/{id}")).Text);
        var parts = MimePart.Of(server.Raw[0]).ToList();
        var html = new HtmlParser().ParseDocument(parts[1].Text);

        Assert.Equal(2, server.Raw.Count);
        Assert.Equal(["text/plain", "text/html"], parts.Take(2).Select(part => part.Type));
        Assert.Contains("561", RowsOf(page, ".sheet__table").First(row => row.StartsWith("Lister|573", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(RowsOf(page, ".sheet__table"), RowsOf(html, "table[summary]"));
        foreach (var fact in page.QuerySelectorAll(".sheet__fact"))
        {
            var (name, figure) = (fact.QuerySelector("dt")!.TextContent, fact.QuerySelector("dd")!.TextContent.Trim());
            Assert.Contains($"{name}: {figure}", parts[0].Text, StringComparison.Ordinal);
            Assert.Contains($"{name}{figure}", html.Body!.TextContent, StringComparison.Ordinal);
        }

        foreach (var cell in page.QuerySelectorAll(".sheet__table td[data-metric]"))
        {
            var shown = cell.QuerySelector("small") is { } note ? $"{cell.TextContent[..^note.TextContent.Length]} ({note.TextContent})" : cell.TextContent;
            Assert.Contains(shown, parts[0].Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Mail_SurvivesOutlook_SmallWithoutPicturesScriptsOrAnybodyElse()
    {
        await using var server = await MailServer.StartAsync();
        using var app = App(server.Port);
        await SentAsync(app, await MadeAsync(app, "a@example.org"), 1);

        var part = MimePart.Of(Assert.Single(server.Raw)).Single(one => one.Type == "text/html");
        var html = new HtmlParser().ParseDocument(part.Text);

        Assert.InRange(part.Body.Length, 5_000, LargestHtml);
        Assert.Empty(html.QuerySelectorAll("img, script, link, style, svg, [src], [class]"));
        Assert.DoesNotContain("url(", part.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("(display:\\s*(flex|grid)|float:|position:)", part.Text);
        Assert.NotEmpty(html.QuerySelectorAll("th[scope='row']"));
    }

    [Fact]
    public async Task Mail_CarriesThePdfThatThePageOffers()
    {
        await using var server = await MailServer.StartAsync();
        using var app = App(server.Port);
        if (app.Services.GetRequiredService<Printer>().Problem is { } none) Assert.Skip(none);
        var id = await MadeAsync(app, "a@example.org");
        await SentAsync(app, id, 1);

        var pdf = MimePart.Of(Assert.Single(server.Raw)).Single(part => part.Type == "application/pdf");

        Assert.Contains($"systemflow-{id}.pdf", pdf.Head, StringComparison.Ordinal);
        Assert.Equal(await app.CreateClient().GetByteArrayAsync($"/api/v1/dashboard/{id}.pdf", Cancelled), pdf.Body);
        Assert.Contains("attached as a PDF", MimePart.Of(server.Raw[0]).First().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_ToManyAtOnce_CarriesThePdfToEachOfThem_PrintedOnce()
    {
        await using var server = await MailServer.StartAsync();
        using var browser = new ScriptedBrowser();
        using var app = App(server.Port, ("Print:Browser", browser.Path));
        var id = await MadeAsync(app, [.. Enumerable.Range(0, 16).Select(i => $"lead{i}@example.org")]);

        await SentAsync(app, id, 16);

        Assert.Equal(16, server.Raw.Count);
        Assert.All(server.Raw, mail => Assert.Contains(MimePart.Of(mail), part => part.Type == "application/pdf"));
        Assert.Equal(1, browser.Prints);
    }

    [Fact]
    public async Task Mail_WhileThePrintFails_IsPutOff_AndThenCarriesThePdf()
    {
        await using var server = await MailServer.StartAsync();
        using var browser = new ScriptedBrowser { FailsFirst = 2 };
        using var app = App(server.Port, ("Print:Browser", browser.Path), ("Notices:FirstRetry", "00:00:00.010"));

        await SentAsync(app, await MadeAsync(app, "a@example.org"), 1);

        Assert.Contains(MimePart.Of(Assert.Single(server.Raw)), part => part.Type == "application/pdf");
        Assert.Equal(3, browser.Prints);
    }

    [Fact]
    public async Task Mail_WhereThePrintGoesOnFailing_LeavesWithoutThePdfInTheEnd()
    {
        await using var server = await MailServer.StartAsync();
        using var browser = new ScriptedBrowser { FailsFirst = 1000 };
        using var app = App(server.Port, ("Print:Browser", browser.Path), ("Notices:FirstRetry", "00:00:00.010"), ("Notices:MaxAttempts", "4"));

        await SentAsync(app, await MadeAsync(app, "a@example.org"), 1);

        Assert.All(MimePart.Of(Assert.Single(server.Raw)), part => Assert.Contains("There is no PDF, because the browser did not print it", part.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_OfAMailThatWasRefused_ShowsNobodysAddressToWhoIsNotSignedIn()
    {
        await using var server = RefusingServer.Start();
        using var app = App(server.Port, ("Print:Browser", "/nowhere/chromium"));
        var id = await MadeAsync(app, "ann.other@example.org");
        var sent = Assert.Single(await BecameAsync(app, id, 1, DeliveryStatus.Failed));

        var page = await app.GetAsync($"/dashboard/{id}");

        Assert.Equal("The mail server did not take it: it answered 550 (MailboxUnavailable).", sent.Outcome);
        Assert.Contains("Mail: FAILED, given up after 1 attempts", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann.other", page.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Mail_WhereNothingCanBePrinted_GoesWithoutThePdfAndSaysSo()
    {
        await using var server = await MailServer.StartAsync();
        using var app = App(server.Port, ("Print:Browser", "/nowhere/chromium"));
        var id = await MadeAsync(app, "a@example.org");
        await SentAsync(app, id, 1);

        var parts = MimePart.Of(Assert.Single(server.Raw)).ToList();

        Assert.Equal(["text/plain", "text/html"], parts.Select(part => part.Type));
        Assert.All(parts, part => Assert.Contains("There is no PDF, because no browser is installed", part.Text, StringComparison.Ordinal));
        Assert.Equal(503, (await app.GetAsync($"/api/v1/dashboard/{id}.pdf")).Status);
        Assert.Contains("Install Chromium", (await app.GetAsync($"/dashboard/{id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_OfAnExercise_IsMarkedAndWithheld_ButATestThatSomebodyAskedForLeaves()
    {
        await using var screen = EditionsTests.Full();
        var id = (await screen.Editions.MakeDailyAsync(A.Monday9am, Cancelled)).Id!;
        var edition = (await screen.EditionLog.FindAsync(id, Cancelled))!;
        var list = new Distribution(1, A.Monday9am, "Ann Other", "Winter", [new Recipient("On-call", "a@example.org")]);

        var exercise = Assert.Single(EditionMails.Of(edition, "System dashboard", list, isExercise: true, A.Monday9am));
        var test = EditionMails.Test(edition, "System dashboard", "a@example.org", isExercise: true, A.Monday9am);

        Assert.Equal("Exercise: System dashboard", exercise.Subject);
        Assert.Equal("Exercise: Test: System dashboard", test.Subject);
        Assert.Equal(DeliveryStatus.Withheld, Settling.Of(exercise, [], [], sendExercises: false)!.Value.Status);
        Assert.Null(Settling.Of(test, [], [], sendExercises: false));
        Assert.Equal(exercise.Id, Assert.Single(EditionMails.Of(edition, "System dashboard", list, isExercise: true, A.Monday9am.AddHours(1))).Id);
    }

    private static IEnumerable<string> RowsOf(IParentNode document, string tables) =>
        document.QuerySelectorAll(tables).SelectMany(table => table.QuerySelectorAll("tr"))
            .Select(row => string.Join('|', row.Children.Select(cell => Spaces().Replace(cell.TextContent, " ").Trim())));

    private static FlowApp App(int port, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Notices:Smtp:Host"] = "127.0.0.1",
            ["Notices:Smtp:Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Notices:Smtp:Tls"] = "false",
            ["Notices:Smtp:From"] = "flow@example.org",
        };
        foreach (var (name, value) in more) settings[name] = value;
        return new FlowApp { Settings = settings };
    }

    private static async Task<string> MadeAsync(FlowApp app, params string[] addresses)
    {
        var at = app.NextMoment();
        await app.SendAsync(
            new { place = "RWH01", metric = "beds.ga.open", value = 573, periodEnd = at }, new { place = "RWH01", metric = "beds.ga.occupied", value = 561, periodEnd = at },
            new { place = "RWH01", metric = "ed.in-department", value = 118, periodEnd = at }, new { place = "RWH01", metric = "dtoc.patients", value = 21, periodEnd = at },
            new { place = "RY409", metric = "bedbase.open", value = 32, periodEnd = at }, new { place = "RY409", metric = "bedbase.occupied", value = 31, periodEnd = at });
        await app.ShownAsync("hwe", state => state[A.BedsOccupied]?.Current == 561);
        var log = app.Services.GetRequiredService<EditionLog>();
        await log.SaveListAsync(new Distribution(0, at, "Ann Other", "Winter", [.. addresses.Select(address => new Recipient("On-call", address))]), 0, Cancelled);
        return (await app.Services.GetRequiredService<EditionMaker>().MakeDailyAsync(TimeProvider.System.GetUtcNow(), Cancelled)).Id!;
    }

    private static async Task SentAsync(FlowApp app, string id, int count) => await BecameAsync(app, id, count, DeliveryStatus.Sent);

    private static async Task<IReadOnlyList<Delivery>> BecameAsync(FlowApp app, string id, int count, DeliveryStatus status)
    {
        var outbox = app.Services.GetRequiredService<IOutbox>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        stop.CancelAfter(FlowApp.Patience * 2);
        while (true)
        {
            var sent = await outbox.ReadAsync(null, EditionMails.LeadOf(id), 100, stop.Token);
            if (sent.Count(delivery => delivery.Status == status) == count) return sent;
            Assert.DoesNotContain(sent, delivery => delivery.Status is DeliveryStatus.Failed);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, stop.Token); // The outbox tells nobody of deliveries.
        }
    }

    private static Regex Spaces() => new("\\s+");
}
