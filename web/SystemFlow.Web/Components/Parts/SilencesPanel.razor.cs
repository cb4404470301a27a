using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What ought to be here and is not.</summary>
public sealed partial class SilencesPanel(Footprint footprint, ViewMoment moment)
{
    private const int Most = 5;

    private int _drawn;

    /// <summary>What is owed, the worst first.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Silence> Silences { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>Grows when ages are to be written anew.</summary>
    [Parameter, EditorRequired]
    public required int Tick { get; set; }

    private int Places => Silences.Select(silence => silence.Place).Distinct().Count();

    private int Expected => footprint.Places.Count(place => !place.Expects.IsEmpty);

    private static string What(Silence silence) =>
        silence.Groups.IsEmpty ? "Everything" : string.Join(", ", silence.Groups.Select(MetricText.Group));

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var isNew = _drawn != Tick;
        _drawn = Tick;
        return isNew;
    }
}
