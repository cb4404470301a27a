using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Invitations;
using SystemFlow.Operations.Walls;
using SystemFlow.Web.Walls;

namespace SystemFlow.Web.People;

/// <summary>Who is let in, by whom, and screens on walls.</summary>
internal static class PeopleHosting
{
    /// <summary>Adds them. All of it lives in real time, in a replay too.</summary>
    public static void AddPeople(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PeopleOptions>().BindConfiguration(PeopleOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddPeopleParts();
    }

    /// <summary>What pages stand on, without settings.</summary>
    internal static IServiceCollection AddPeopleParts(this IServiceCollection services) => services
        .AddSingleton(provider => new InvitationBook(provider.GetRequiredService<AccountBook>(), TimeProvider.System))
        .AddSingleton(provider => new WallBook(provider.GetRequiredService<AccountBook>(), TimeProvider.System))
        .AddSingleton(_ => new WrongLinks(TimeProvider.System))
        .AddSingleton<LinkRoot>()
        .AddSingleton<PeopleDesk>().AddSingleton<InvitationDesk>().AddSingleton<InvitationMail>().AddSingleton<JoinDesk>().AddSingleton<WallDesk>();
}
