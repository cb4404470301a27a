namespace SystemFlow.Web.Levels;

/// <summary>Levels that people declare.</summary>
internal static class LevelsHosting
{
    /// <summary>Adds the desk where levels are declared, and their history.</summary>
    public static void AddLevels(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LevelDesk>();
        builder.Services.AddSingleton<LevelHistory>();
    }
}
