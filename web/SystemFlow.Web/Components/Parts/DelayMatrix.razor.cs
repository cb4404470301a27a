using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Delayed transfers by reason and by who must act, with totals that add up.</summary>
public sealed partial class DelayMatrix
{
    /// <summary>The organisations that they are of.</summary>
    [Parameter, EditorRequired]
    public required DelayBoard Board { get; set; }

    /// <summary>Where a reason leads, by its letter; null for nowhere.</summary>
    [Parameter]
    public Func<string, string>? AddressOf { get; set; }

    /// <summary>Who alone must act, where the board is narrowed to that; null for everybody.</summary>
    [Parameter]
    public Attribution? By { get; set; }

    private ImmutableArray<DelayReasonRow> Rows => Board.Reasons;

    private IEnumerable<(string Name, Func<DelayReasonRow, double?> Of)> Columns
    {
        get
        {
            if (By is null or Attribution.Nhs) yield return ("NHS", row => row.Nhs);
            if (By is null or Attribution.Social) yield return ("Social care", row => row.Social);
            if (By is null or Attribution.Both) yield return ("Both", row => row.Both);
            if (By is not null) yield break;
            if (Rows.Any(row => row.Unsplit is not null)) yield return ("Not split", row => row.Unsplit);
            yield return ("Total", row => row.Total);
        }
    }

    private double? Add(Func<DelayReasonRow, double?> of) => Rows.Any(row => of(row) is not null) ? Rows.Sum(row => of(row) ?? 0) : null;

    private static string Style(double? value) => value is null ? "flow-num flow-none" : "flow-num";
}
