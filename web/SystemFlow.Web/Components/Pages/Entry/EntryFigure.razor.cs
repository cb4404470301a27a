using System.Globalization;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Entry;

namespace SystemFlow.Web.Components.Pages.Entry;

/// <summary>One figure's field, with the last value and its age beside it.</summary>
public sealed partial class EntryFigure
{
    /// <summary>What is asked for.</summary>
    [Parameter, EditorRequired]
    public required Metric Metric { get; set; }

    /// <summary>What is typed.</summary>
    [Parameter, EditorRequired]
    public required EntryField Field { get; set; }

    /// <summary>The figure that the place shows now; null for none.</summary>
    [Parameter, EditorRequired]
    public required Figure? Last { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>What is wrong with it; null for nothing.</summary>
    [Parameter]
    public string? Problem { get; set; }

    /// <summary>Whether Enter sends instead of going on.</summary>
    [Parameter]
    public bool IsLast { get; set; }

    /// <summary>Something was typed.</summary>
    [Parameter]
    public EventCallback OnTyped { get; set; }

    private string Id => EntryDesk.FieldOf(Metric.Code);

    private string DescribedBy => Problem is null ? $"{Id}-last" : $"{Id}-error {Id}-last";

    // Only ever by a press: a value is not carried forward by itself.
    private async Task UseLastAsync()
    {
        if (EntryText.ValueOf(Last) is not { } value) return;
        (Field.Text, Field.IsAbsent) = (value.ToString(CultureInfo.InvariantCulture), false);
        await OnTyped.InvokeAsync();
    }
}
