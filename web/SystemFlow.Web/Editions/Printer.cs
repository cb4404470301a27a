using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Options;

namespace SystemFlow.Web.Editions;

/// <summary>What became of a print.</summary>
/// <param name="Pdf">The document; null where it could not be made.</param>
/// <param name="Problem">Why not and what to do, in a sentence; null where it was made.</param>
/// <param name="IsForLater">Whether it is worth asking again soon.</param>
public sealed record Printed(byte[]? Pdf, string? Problem = null, bool IsForLater = false);

/// <summary>
/// Prints HTML with a headless Chromium of the machine's own: one process for each print, with a profile and a folder of its own that
/// nobody else may read and that go with it, no network, and a time after which it is ended.
/// </summary>
internal sealed partial class Printer
{
    private const string NoBrowser =
        "There is no PDF, because no browser is installed that could print it. Install Chromium (Debian: apt-get install chromium), or name a browser in Print:Browser.";

    private static readonly string[] Known = ["chromium", "chromium-browser", "google-chrome", "msedge"];
    private static readonly string[] Inherited = ["PATH", "LANG", "TZ", "TMPDIR", "SystemRoot", "TEMP", "TMP"];
    private static readonly byte[] PdfMark = "%PDF-"u8.ToArray();

    private readonly PrintOptions _options;
    private readonly ILogger<Printer> _logger;

    public Printer(IOptions<PrintOptions> options, ILogger<Printer> logger)
    {
        (_options, _logger) = (options.Value, logger);
        Browser = _options.Browser is { Length: > 0 } named ? Find(named) : Known.Select(Find).FirstOrDefault(path => path is not null);
    }

    /// <summary>Where the browser is; null for none.</summary>
    public string? Browser { get; }

    /// <summary>Why nothing can be printed and what to do; null where it can.</summary>
    public string? Problem => Browser is null ? NoBrowser : null;

    /// <summary>Prints a page that needs nothing beside itself.</summary>
    public async Task<Printed> PrintAsync(string html, CancellationToken cancellationToken)
    {
        if (Browser is null) return new Printed(null, NoBrowser);
        var folder = Directory.CreateTempSubdirectory("systemflow-print-").FullName; // For its owner alone.
        try
        {
            return await PrintInAsync(folder, html, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Win32Exception)
        {
            LogFailed(error.Message);
            return new Printed(null, "There is no PDF, because the browser could not be run. Whoever runs this server finds why in its log.", IsForLater: true);
        }
        finally
        {
            Remove(folder);
        }
    }

    private async Task<Printed> PrintInAsync(string folder, string html, CancellationToken cancellationToken)
    {
        var (page, pdf) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "page.pdf"));
        await File.WriteAllTextAsync(page, html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        using var process = Process.Start(StartOf(folder, page, pdf)) ?? throw new IOException("It did not start.");
        var said = Task.WhenAll(process.StandardError.ReadToEndAsync(CancellationToken.None), process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(_options.Timeout);
        try
        {
            await process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            LogFailed($"It took longer than {_options.Timeout.TotalSeconds:0.#} s.");
            return new Printed(null, $"There is no PDF, because printing took longer than {_options.Timeout.TotalSeconds:0.#} seconds and was ended.", IsForLater: true);
        }

        var bytes = File.Exists(pdf) ? await File.ReadAllBytesAsync(pdf, cancellationToken) : [];
        if (process.ExitCode == 0 && bytes.AsSpan().StartsWith(PdfMark)) return new Printed(bytes);
        var words = said.IsCompleted ? (await said)[0] : "";
        LogFailed($"It ended with {process.ExitCode}. {words[..Math.Min(words.Length, 500)]}");
        return new Printed(null, "There is no PDF, because the browser did not print it. Whoever runs this server finds why in its log.", IsForLater: true);
    }

    private ProcessStartInfo StartOf(string folder, string page, string pdf)
    {
        var start = new ProcessStartInfo(Browser!) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        // The settings of this server are in its environment, its passwords and keys too.
        foreach (var name in start.Environment.Keys.Except(Inherited, StringComparer.OrdinalIgnoreCase).ToList()) start.Environment.Remove(name);
        start.Environment["HOME"] = folder;
        foreach (var argument in (string[])
        [
            "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND",
            $"--user-data-dir={Path.Combine(folder, "profile")}", "--no-pdf-header-footer", "--export-tagged-pdf", $"--print-to-pdf={pdf}",
            .. _options.NoSandbox || Environment.IsPrivilegedProcess ? ["--no-sandbox"] : Array.Empty<string>(),
            new Uri(page).AbsoluteUri,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static string? Find(string name)
    {
        if (Path.IsPathRooted(name)) return File.Exists(name) ? name : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, $"{name}.exe") }).FirstOrDefault(File.Exists);
    }

    private void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(folder, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A document was not printed. {Words}")]
    private partial void LogFailed(string words);

    [LoggerMessage(LogLevel.Warning, "The folder {Folder} of a print could not be removed. {Words}")]
    private partial void LogNotRemoved(string folder, string words);
}
