using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Delays;

/// <summary>Delayed transfers of care: how many, why, who must act and where, each headline the sum of what is under it.</summary>
public sealed partial class DelaysPage(
    LivePageParts live, DelayRules rules, DelayTrends delayTrends, Trends trends, NavigationManager navigation, ViewMoment moment) : LivePage(live)
{
    private static readonly Attribution?[] Bodies = [null, Attribution.Nhs, Attribution.Social, Attribution.Both];
    private static readonly MetricCode Rate = MetricCode.Parse("dtoc.rate");
    private static readonly MetricCode NoCriteria = MetricCode.Parse("nctr.patients");

    private ImmutableDictionary<PlaceCode, Trend> _lines = ImmutableDictionary<PlaceCode, Trend>.Empty;
    private ImmutableDictionary<Attribution, Trend?> _byBody = ImmutableDictionary<Attribution, Trend?>.Empty;
    private ImmutableHashSet<PlaceCode> _places = [];
    private Trend? _rate;
    private Trend? _nctr;
    private Place? _place;
    private DelayPart _of;

    /// <summary>The code of the place to show; null for the whole system.</summary>
    [SupplyParameterFromQuery(Name = "place")]
    public string? Code { get; set; }

    /// <summary>Who must act: nhs, social or both; null for everybody.</summary>
    [SupplyParameterFromQuery]
    public string? By { get; set; }

    /// <summary>The published letter of the one reason to show; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Reason { get; set; }

    /// <inheritdoc/>
    protected override ImmutableHashSet<PlaceCode> Places => _places;

    private FlowNumber Nctr => FlowText.Of(
        new(Dictionary[NoCriteria], _place!, StateOf(_place!.Code)[NoCriteria], Footprint.ExpectedReporters(_place!.Code, "nctr") > 0), _place!, Now);

    private string NctrNote =>
        string.Join(". ", new[] { Nctr.Note, "The national successor measure, never added" }.Where(words => words.Length > 0));

    /// <inheritdoc/>
    protected override bool Enter()
    {
        _place = Footprint.Root;
        if (Code is not null && !Footprint.TryFind(Code, out _place))
        {
            navigation.NotFound();
            return false;
        }

        _of = new DelayPart(
            DelayText.Letter(Reason),
            Enum.TryParse<Attribution>(By, ignoreCase: true, out var body) && Enum.IsDefined(body) ? body : null);
        _places = [.. rules.PlacesOf(_place).Select(place => place.Code)];
        return true;
    }

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken superseded)
    {
        var (place, of, at) = (_place!, _of, Past?.At);
        var board = rules.BoardOf(place, StateOf);
        var lines = await delayTrends.OfAsync(board.Counts.Concat(board.Beside), of, StateOf, superseded, at);
        var rate = of == default ? await trends.OfAsync(place.Code, Rate, TrendRange.Day, superseded, at) : null;
        var nctr = await trends.OfAsync(place.Code, NoCriteria, TrendRange.Day, superseded, at);
        var byBody = ImmutableDictionary.CreateBuilder<Attribution, Trend?>();
        foreach (var body in of.By is null ? Enum.GetValues<Attribution>() : [])
        {
            byBody[body] = delayTrends.Sum((await delayTrends.OfAsync(board.Counts, of with { By = body }, StateOf, superseded, at)).Values);
        }

        superseded.ThrowIfCancellationRequested();
        (_lines, _rate, _nctr, _byBody) = (lines, rate, nctr, byBody.ToImmutable());
    }

    /// <inheritdoc/>
    protected override void Forget() => (_lines, _rate, _nctr, _byBody) =
        (ImmutableDictionary<PlaceCode, Trend>.Empty, null, null, ImmutableDictionary<Attribution, Trend?>.Empty);

    private Trend? TrendOf(ImmutableArray<DelayCount> counts) =>
        delayTrends.Sum(counts.Select(count => _lines.GetValueOrDefault(count.Place.Code)));

    private string AgeOf(IReadOnlyCollection<DelayCount> counts) => DelayText.Age(counts, Dictionary[DelayRules.Patients], Now);

    private string SumWords(DelayBoard board) => _of.By is null
        ? $"{DelayText.SumOf(board.All)}."
        : $"For whom {(_of.By is Attribution.Nhs ? "the NHS" : FlowText.Of(_of.By.Value))} must act.";

    private static string CountIn(DelaySum sum) => sum.Coverage.Expected == 0 ? "Not applicable" : DelayText.Count(sum.Patients);

    private static string BedsNote(DelaySum sum) => sum.Coverage.Expected == 0
        ? "No such beds report here"
        : $"{(sum.Rate is { } rate ? $"{DelayText.Rate(rate)}: " : "")}{DelayText.RateOf(sum)}. {FigureText.Of(sum.Coverage)}";

    private static string ShareOf(double? part, DelaySum all) => (part, all.Patients) switch
    {
        ({ } some, > 0 and var whole) => $"{FigureText.Of(100 * some / whole, Unit.Percent)} of those delayed",
        _ => "",
    };
}
