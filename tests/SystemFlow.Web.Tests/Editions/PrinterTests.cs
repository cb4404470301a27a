using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SystemFlow.Testing;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Tests.Editions;

/// <summary>PDF by the machine's real Chromium; skipped, saying so, where there is none.</summary>
public sealed class PrinterTests
{
    private const string PdfToText = "/usr/bin/pdftotext";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pdf_IsTwoTaggedSheetsOfA4_WithEveryFigureOfThePage()
    {
        var printer = Real();
        await using var screen = EditionsTests.Full();
        var id = (await screen.Editions.MakeDailyAsync(A.Monday9am.AddMinutes(-30), Cancelled)).Id!;
        var edition = (await screen.EditionLog.FindAsync(id, Cancelled))!;
        var html = await screen.EditionPrints.HtmlOfAsync(edition);

        var printed = await printer.PrintAsync(html, Cancelled);

        var head = Encoding.Latin1.GetString(printed.Pdf!);
        Assert.StartsWith("%PDF-", head, StringComparison.Ordinal);
        Assert.Contains("/MarkInfo", head, StringComparison.Ordinal); // Tagged.
        Assert.InRange(Regex.Count(head, "/Type\\s*/Page\\b"), 1, 3);
        Assert.InRange(printed.Pdf!.Length, 20_000, 2_000_000);
        if (!File.Exists(PdfToText)) return;
        var text = Spaces(await TextOfAsync(printed.Pdf));
        Assert.Contains("Page 1 of ", text, StringComparison.Ordinal);
        var page = new HtmlParser().ParseDocument(html);
        foreach (var figure in page.QuerySelectorAll("td[data-metric], .sheet__fact dd:not(.sheet__note)").Select(cell => cell.FirstChild!.TextContent.Trim()).Distinct())
        {
            Assert.Contains(Spaces(figure), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Paper_NeedsNothingBesideItself()
    {
        await using var screen = EditionsTests.Full();
        var id = (await screen.Editions.MakeDailyAsync(A.Monday9am.AddMinutes(-30), Cancelled)).Id!;

        var page = new HtmlParser().ParseDocument(await screen.EditionPrints.HtmlOfAsync((await screen.EditionLog.FindAsync(id, Cancelled))!));

        Assert.Empty(page.QuerySelectorAll("script, link, img, iframe, [src]"));
        Assert.DoesNotContain("url(", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Daily system dashboard", page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Browser_ThatHangs_IsEndedInTime_AndLeavesNothing()
    {
        using var folder = new HungBrowser();
        var printer = Printer(folder.Path, TimeSpan.FromSeconds(1));

        var printed = await printer.PrintAsync("<p>Nothing</p>", Cancelled);

        Assert.Equal("There is no PDF, because printing took longer than 1 seconds and was ended.", printed.Problem);
        Assert.True(printed.IsForLater);
        Assert.False(Directory.Exists($"/proc/{folder.Pid}"));
        Assert.False(Directory.Exists(folder.PrintedIn));
    }

    [Fact]
    public async Task Browser_ThatIsNotThere_SaysWhatToInstall()
    {
        var printed = await Printer("/nowhere/chromium", TimeSpan.FromSeconds(5)).PrintAsync("<p>Nothing</p>", Cancelled);

        Assert.Contains("apt-get install chromium", printed.Problem, StringComparison.Ordinal);
    }

    private static Printer Real()
    {
        var printer = Printer(null, TimeSpan.FromMinutes(1));
        if (printer.Problem is { } none) Assert.Skip(none);
        return printer;
    }

    private static Printer Printer(string? browser, TimeSpan timeout) =>
        new(Options.Create(new PrintOptions { Browser = browser, Timeout = timeout }), NullLogger<Printer>.Instance);

    private static async Task<string> TextOfAsync(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, pdf, Cancelled);
            using var process = Process.Start(new ProcessStartInfo(PdfToText, [file, "-"]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
            return await process.StandardOutput.ReadToEndAsync(Cancelled);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Spaces(string text) => Regex.Replace(text, "\\s+", " ");

    /// <summary>A program that never ends, and says where and as what it ran.</summary>
    private sealed class HungBrowser : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-hung-");

        public HungBrowser()
        {
            File.WriteAllText(Path, $"#!/bin/sh\npwd > {_folder.FullName}/where\necho $$ > {_folder.FullName}/pid\nexec sleep 600\n");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public string Path => System.IO.Path.Combine(_folder.FullName, "browser");

        public string Pid => File.ReadAllText(System.IO.Path.Combine(_folder.FullName, "pid")).Trim();

        public string PrintedIn => File.ReadAllText(System.IO.Path.Combine(_folder.FullName, "where")).Trim();

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
