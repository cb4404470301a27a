using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using SystemFlow.Operations.Editions;

namespace SystemFlow.Web.Editions;

/// <summary>Editions as PDF: each printed once, one at a time, and kept by its fingerprint; at most <see cref="Capacity"/>.</summary>
internal sealed class EditionPrints(Printer printer, EditionSheets sheets, IServiceProvider services, ILoggerFactory loggers) : IDisposable
{
    /// <summary>PDFs kept.</summary>
    public const int Capacity = 16;

    /// <summary>How many may wait for their turn.</summary>
    public const int MostWaiting = 8;

    private readonly ConcurrentDictionary<string, byte[]> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();
    private readonly SemaphoreSlim _turn = new(1);
    private int _inside;

    /// <summary>Why there are no PDFs and what to do; null where there are.</summary>
    public string? Problem => printer.Problem;

    /// <summary>The edition's PDF, or why there is none.</summary>
    public async Task<Printed> PdfOfAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (_made.TryGetValue(edition.Hash, out var pdf)) return new Printed(pdf);
        if (printer.Problem is { } problem) return new Printed(null, problem);
        if (Interlocked.Increment(ref _inside) > 1 + MostWaiting)
        {
            Interlocked.Decrement(ref _inside);
            return new Printed(null, "Too much is being printed. Try again in a minute.", IsForLater: true);
        }

        try
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                return _made.TryGetValue(edition.Hash, out var made) ? new Printed(made) : await PrintAsync(edition, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <summary>The page that is printed: one file that needs nothing beside itself.</summary>
    public async Task<string> HtmlOfAsync(Edition edition)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Paper.Sheet)] = sheets.SheetOf(edition) });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Paper>(parameters)).ToHtmlString());
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<Printed> PrintAsync(Edition edition, CancellationToken cancellationToken)
    {
        var printed = await printer.PrintAsync(await HtmlOfAsync(edition), cancellationToken);
        if (printed.Pdf is not { } pdf || !_made.TryAdd(edition.Hash, pdf)) return printed;
        _order.Enqueue(edition.Hash);
        if (_order.Count > Capacity && _order.TryDequeue(out var oldest)) _made.TryRemove(oldest, out _);
        return printed;
    }
}
