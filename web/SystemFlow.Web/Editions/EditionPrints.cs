using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using SystemFlow.Operations.Editions;

namespace SystemFlow.Web.Editions;

/// <summary>
/// Editions as PDF: each printed once, one at a time, and kept in a folder by its name and fingerprint. Whoever asks for what is being
/// printed waits for that print; a print that was started ends, even if nobody waits for it any more.
/// </summary>
internal sealed partial class EditionPrints(
    Printer printer, EditionSheets sheets, IOptions<PrintOptions> options, IServiceProvider services, ILoggerFactory loggers, ILogger<EditionPrints> logger)
    : IDisposable
{
    /// <summary>How many editions may be printed or wait for their turn before people are asked to come back later.</summary>
    public const int MostInside = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<Printed>> _inside = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Why there are no PDFs and what to do; null where there are.</summary>
    public string? Problem => printer.Problem;

    /// <summary>The edition's PDF, or why there is none.</summary>
    /// <param name="isForMail">Whether a mail waits for it: that is never sent away because people ask for much.</param>
    public async Task<Printed> PdfOfAsync(Edition edition, bool isForMail, CancellationToken cancellationToken)
    {
        var name = $"{edition.Id}-{Edition.HashOf(edition.Content)}.pdf"; // The head of an edition is on its paper too.
        if (await KeptAsync(name, cancellationToken) is { } kept) return new Printed(kept);
        if (printer.Problem is { } problem) return new Printed(null, problem);
        return Enter(edition, name, isForMail) is { } print ? await print.WaitAsync(cancellationToken)
            : new Printed(null, "Too much is being printed. Try again in a minute.", IsForLater: true);
    }

    /// <summary>The page that is printed: one file that needs nothing beside itself.</summary>
    public async Task<string> HtmlOfAsync(Edition edition)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Paper.Sheet)] = sheets.SheetOf(edition) });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Paper>(parameters)).ToHtmlString());
    }

    /// <summary>The program stops: what is being printed is broken off.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private Task<Printed>? Enter(Edition edition, string name, bool isForMail)
    {
        lock (_gate)
        {
            if (_inside.TryGetValue(name, out var running)) return running;
            if (!isForMail && _inside.Count >= MostInside) return null;
            var print = PrintAsync(_last, edition, name, _stop.Token);
            _last = print;
            return _inside[name] = print;
        }
    }

    private async Task<Printed> PrintAsync(Task before, Edition edition, string name, CancellationToken stop)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        try
        {
            if (await KeptAsync(name, stop) is { } kept) return new Printed(kept); // It ended while this was asked for.
            var printed = await printer.PrintAsync(await HtmlOfAsync(edition), stop);
            if (printed.Pdf is { } pdf) await KeepAsync(name, pdf, stop);
            return printed;
        }
        finally
        {
            lock (_gate) _inside.Remove(name);
        }
    }

    private async Task<byte[]?> KeptAsync(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.Value.Folder, name);
        try
        {
            return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotKept(error.Message);
            return null;
        }
    }

    // Put there whole or not at all. A full disk costs another print, not the document.
    private async Task KeepAsync(string name, byte[] pdf, CancellationToken cancellationToken)
    {
        var path = Path.Combine(options.Value.Folder, name);
        try
        {
            Directory.CreateDirectory(options.Value.Folder);
            await File.WriteAllBytesAsync($"{path}.part", pdf, cancellationToken);
            File.Move($"{path}.part", path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotKept(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A PDF could not be kept or read, so it is printed again when it is asked for. {Words}")]
    private partial void LogNotKept(string words);
}
