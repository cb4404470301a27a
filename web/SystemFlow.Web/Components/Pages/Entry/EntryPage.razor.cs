using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Access;
using SystemFlow.Web.Entry;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Entry;

/// <summary>One place's figures by hand: a short form for a phone, the last values beside its fields and never in them.</summary>
public sealed partial class EntryPage(
    Permits permits, LiveView live, Footprint footprint, MetricDictionary dictionary, TimeProvider time, NavigationManager navigation, IJSRuntime js) : IDisposable
{
    /// <summary>The script that knows this browser's last place.</summary>
    public const string Memory = "/js/entry.js";

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private EntryFields _fields = new();
    private EntrySaved? _saved;
    private Place? _place;
    private DateTimeOffset _now;
    private string? _author;
    private bool _isSaving;

    /// <summary>The place's code.</summary>
    [Parameter]
    public required string Code { get; set; }

    [Inject]
    private EntryDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private ImmutableArray<EntryGroup> Groups => EntryForm.For(_place!, dictionary);

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _now = time.GetUtcNow();
        if (!footprint.TryFind(Code, out var place))
        {
            navigation.NotFound();
            return;
        }

        _author = await permits.ByAsync(SignedIn, Act.EnterFigures, place.Code);
        if (place != _place) (_place, _fields, _saved, _problems) = (place, new EntryFields(), null, []);
    }

    private string? ProblemOf(string field) =>
        _problems.Where(problem => problem.Field == field).Select(problem => problem.Words).FirstOrDefault();

    // What is free is what is open and not occupied: shown while typing, so that a slip is seen before it is sent.
    private double? Free(EntryGroup group)
    {
        var open = group.Metrics.FirstOrDefault(metric => metric.Kind is MetricKind.Capacity);
        var used = group.Metrics.FirstOrDefault(metric => metric is { Kind: MetricKind.Queue, Unit: Unit.Beds });
        return open is not null && used is not null && Number(open) is { } all && Number(used) is { } taken ? all - taken : null;
    }

    private double? Number(Metric metric) =>
        double.TryParse(_fields[metric.Code].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private async Task SaveAsync()
    {
        if (_isSaving || _saved is not null || SignedIn is null || _place is null) return; // A second press sends nothing, also when the first was quick.
        _isSaving = true;
        try
        {
            var outcome = await Desk.SaveAsync((await SignedIn).User, _place, _fields, _closed.Token);
            (_saved, _problems, _now) = (outcome.Saved, outcome.Problems, time.GetUtcNow());
        }
        finally
        {
            _isSaving = false;
        }

        if (_saved is not null) await RememberAsync(_place);
    }

    private async Task RememberAsync(Place place)
    {
        try
        {
            await using var memory = await js.InvokeAsync<IJSObjectReference>("import", _closed.Token, Memory);
            await memory.InvokeVoidAsync("remember", _closed.Token, place.Code.ToString());
        }
        catch (Exception error) when (error is JSDisconnectedException or OperationCanceledException)
        {
            // The figures are saved; only the browser is gone.
        }
    }

    private void Correct() => (_fields.Corrects, _saved) = (_saved, null);

    private void Anew() => (_fields, _saved) = (new EntryFields(), null);
}
