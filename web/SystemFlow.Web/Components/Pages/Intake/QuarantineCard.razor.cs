using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Feeds.Intake;
using SystemFlow.Operations.Intake;

namespace SystemFlow.Web.Components.Pages.Intake;

/// <summary>One refused row: what it said, the problem beside the field, and the form that mends it.</summary>
public sealed partial class QuarantineCard
{
    private static readonly ImmutableArray<string> Always = ["place", "metric", "value", "periodEnd"];
    private static readonly Comparer<string> FieldOrder = Comparer<string>.Create((left, right) =>
        RefusedCsv.Fields.IndexOf(left).CompareTo(RefusedCsv.Fields.IndexOf(right)));

    private ImmutableDictionary<string, string> _sent = ImmutableDictionary<string, string>.Empty;
    private Dictionary<string, string> _fields = [];
    private ImmutableArray<RowProblem>? _problems;
    private long? _row;
    private bool _isBusy;
    private bool _isTried;

    /// <summary>The row.</summary>
    [Parameter, EditorRequired]
    public required QuarantinedRow Row { get; set; }

    /// <summary>The moment that ages are counted to. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Now { get; set; }

    /// <summary>Whether it is among those to dismiss.</summary>
    [Parameter]
    public bool IsSelected { get; set; }

    /// <summary>It was selected, or not any more.</summary>
    [Parameter]
    public EventCallback<bool> OnSelected { get; set; }

    /// <summary>Sends the mended fields, and answers what is still wrong with them.</summary>
    [Parameter]
    public Func<IReadOnlyDictionary<string, string>, Task<ImmutableArray<RowProblem>>>? OnCorrect { get; set; }

    private string Id => $"refused-{Row.Id}";

    private ImmutableArray<RowProblem> Problems => _problems ?? Row.Row.Problems;

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_row == Row.Id) return;
        (_row, _problems, _isTried) = (Row.Id, null, false);
        _sent = SentRow.FieldsOf(Row.Row.Sent);
        var shown = Always.Concat(_sent.Keys).Concat(Row.Row.Problems.Select(problem => problem.Field))
            .Where(name => RefusedCsv.Fields.Contains(name)).Distinct();
        _fields = shown.ToDictionary(name => name, name => _sent.GetValueOrDefault(name, ""), StringComparer.Ordinal);
    }

    private void Change(string name, ChangeEventArgs input) => _fields[name] = input.Value?.ToString() ?? "";

    private async Task SendAsync()
    {
        if (OnCorrect is null || _isBusy) return;
        _isBusy = true;
        _problems = await OnCorrect(_fields);
        (_isBusy, _isTried) = (false, true);
    }
}
