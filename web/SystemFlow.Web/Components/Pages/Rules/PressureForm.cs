using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Pages.Rules;

/// <summary>A pressure rule set while it is edited: every number a field, and a field can be empty.</summary>
internal sealed class PressureForm
{
    private const double Hundred = 100;

    private readonly PressureRules _rules;

    public PressureForm(PressureRules rules)
    {
        _rules = rules;
        (Name, Version, Status) = (rules.Name, rules.Version, rules.Status);
        EffectiveFrom = rules.EffectiveFrom;
        LeastPercent = rules.LeastShare * Hundred;
        Bands = [.. rules.Bands.Select(band => new NumberField(band))];
        Parameters = [.. rules.Parameters.SelectMany(of => of.Of.Select(parameter => new ParameterFields(of.Kind, parameter)))];
    }

    public string Name { get; set; }

    public string Version { get; set; }

    public string Status { get; set; }

    public DateOnly? EffectiveFrom { get; set; }

    /// <summary>The share that must be known before a level is given, 0 to 100.</summary>
    public double? LeastPercent { get; set; }

    /// <summary>The least score of levels 2, 3 and 4.</summary>
    public ImmutableArray<NumberField> Bands { get; }

    public ImmutableArray<ParameterFields> Parameters { get; }

    public bool IsWorst => _rules.Combine is Combine.Worst;

    /// <summary>The rule set as edited, as text.</summary>
    /// <exception cref="FormatException">A number is missing.</exception>
    public string ToJson()
    {
        List<string> missing =
        [
            .. Bands.Where(band => band.Number is null).Select((_, index) => $"Give the least score of OPEL {index + 2}."),
            .. LeastPercent is null ? ["Give the share that must be known."] : Array.Empty<string>(),
            .. Parameters.Where(field => field.IsMissing).Select(field => $"Fill in every number of {field.Metric} for {Words.RuleText.Kind(field.Kind).ToLowerInvariant()}."),
        ];
        if (missing.Count > 0) throw new FormatException(string.Join(" ", missing));
        var edited = _rules with
        {
            Name = Name.Trim(),
            Version = Version.Trim(),
            Status = Status.Trim(),
            EffectiveFrom = EffectiveFrom,
            LeastShare = LeastPercent!.Value / Hundred,
            Bands = [.. Bands.Select(band => band.Number!.Value)],
            Parameters =
            [
                .. _rules.Parameters.Select(of => of with
                {
                    Of = [.. Parameters.Where(field => field.Kind == of.Kind).Select(field => field.ToParameter())],
                }),
            ],
        };
        return edited.ToJson();
    }
}

/// <summary>A number that can be empty while it is typed.</summary>
internal sealed class NumberField(double? number)
{
    public double? Number { get; set; } = number;
}

/// <summary>A cut and its points while they are edited.</summary>
internal sealed class CutFields(double cut, int points)
{
    public double? Cut { get; set; } = cut;

    public int? Points { get; set; } = points;
}

/// <summary>One parameter while it is edited.</summary>
internal sealed class ParameterFields(PlaceKind kind, PressureParameter parameter)
{
    public PlaceKind Kind => kind;

    public MetricCode Metric => parameter.Metric;

    public bool IsLowWorse => parameter.Worse is Direction.HigherIsBetter;

    public ImmutableArray<CutFields> Cuts { get; } = [.. parameter.Cuts.Zip(parameter.Points, (cut, points) => new CutFields(cut, points))];

    public string Source { get; set; } = parameter.Source;

    public string? ConfirmedBy { get; set; } = parameter.ConfirmedBy;

    public bool IsMissing => Cuts.Any(cut => cut.Cut is null || cut.Points is null);

    public PressureParameter ToParameter() => parameter with
    {
        Cuts = [.. Cuts.Select(cut => cut.Cut!.Value)],
        Points = [.. Cuts.Select(cut => cut.Points!.Value)],
        Source = Source.Trim(),
        ConfirmedBy = string.IsNullOrWhiteSpace(ConfirmedBy) ? null : ConfirmedBy.Trim(),
    };
}
