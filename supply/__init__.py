"""What the product is made of besides its own code: locked versions, their licences, their known faults."""
