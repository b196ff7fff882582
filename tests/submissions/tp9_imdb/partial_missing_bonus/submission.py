del gru_step, gru_states, regularised_loss
