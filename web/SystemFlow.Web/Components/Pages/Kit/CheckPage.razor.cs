using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.FeedKit;

namespace SystemFlow.Web.Components.Pages.Kit;

/// <summary>Says what would become of a file, and stores nothing of it.</summary>
public sealed partial class CheckPage(Footprint footprint, MetricDictionary dictionary) : IDisposable
{
    private const int LongestName = 80;

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<string> _problems = [];
    private FileVerdict? _verdict;
    private string _format = "";
    private string _name = "";
    private string? _busy = "One moment: the page is getting ready to read a file.";
    private bool _isReady;

    [Inject]
    private FileCheck Check { get; set; } = null!;

    private int Megabytes => Check.MaxBytes / (1024 * 1024);

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        // The file's field has its own turn after this one, in which it tells the browser to listen: a file that was chosen before that
        // would be lost without a word.
        await Task.Yield();
        (_isReady, _busy) = (true, null);
        StateHasChanged();
    }

    private async Task CheckAsync(InputFileChangeEventArgs change)
    {
        var file = change.File;
        (_problems, _verdict, _busy) = ([], null, "Reading it…");
        _name = file.Name.Length > LongestName ? file.Name[..LongestName] + "…" : file.Name;
        if (file.Size > Check.MaxBytes)
        {
            (_busy, _problems) = (null, [TooLarge]);
            return;
        }

        try
        {
            await using var stream = file.OpenReadStream(Check.MaxBytes, _closed.Token);
            var format = FileCheck.Formats.FirstOrDefault(one => one.Id == _format);
            _verdict = await Check.TryAsync(stream, format, _closed.Token);
            if (_verdict is null) _problems = [TooLarge];
        }
        catch (Exception error) when (error is IOException or TimeoutException || (error is OperationCanceledException && !_closed.IsCancellationRequested))
        {
            _problems = ["The file could not be read to its end. Choose it again."];
        }
        finally
        {
            _busy = null;
        }
    }

    private string TooLarge => $"The file has more than {Megabytes} MB. Check a part of it; a feed may send more at once.";
}
